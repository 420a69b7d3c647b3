/** Numbers as a reader meets them: in text, on the page and under the plots alike. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A count of people; with several offers each it may be a sum of shares. */
export function countText(count: number): string {
  return Number.isInteger(count) ? whole.format(count) : oneDecimal.format(count);
}

/** `61 of 448`: never a share without what it is a share of. */
export function ofText(part: number, all: number): string {
  return `${countText(part)} of ${countText(all)}`;
}

/** `61 of 448 (13.6 in 100)`; without anybody the share is left out. */
export function shareText(part: number, all: number): string {
  return all > 0
    ? `${ofText(part, all)} (${oneDecimal.format((100 * part) / all)} in 100)`
    : ofText(part, all);
}

/** A proportion as a number out of a hundred, without a unit: `13.6`. */
export function per100(proportion: number): string {
  return oneDecimal.format(100 * proportion).replace(/^-0\.0$/, '0.0');
}

/** A difference of proportions with its sign, in hundredths: `−10.7`, `+0.4`. */
export function signed100(difference: number): string {
  const text = per100(Math.abs(difference));
  if (text === '0.0') return '0.0';
  return difference < 0 ? `−${text}` : `+${text}`;
}

/** `10.7 fewer in 100`, `0.4 more in 100`. */
export function fewerMore(difference: number): string {
  const text = per100(Math.abs(difference));
  if (text === '0.0') return 'no difference to speak of';
  return `${text} ${difference < 0 ? 'fewer' : 'more'} in 100`;
}

/** The interval of a difference: `5.6 to 15.8 fewer`, or `from 1.9 fewer to 4.0 more`. */
export function rangeText(lower: number, upper: number): string {
  const [low, high] = [per100(Math.abs(lower)), per100(Math.abs(upper))];
  if (upper <= 0) return `${high} to ${low} fewer in 100`;
  if (lower >= 0) return `${low} to ${high} more in 100`;
  return `from ${low} fewer to ${high} more in 100`;
}

export function levelText(level: number): string {
  return `${oneDecimal.format(100 * level).replace(/\.0$/, '')} %`;
}

/** p to three decimals; below that `< 0.001`. */
export function pText(p: number | null): string {
  if (p === null) return 'not available';
  if (p < 0.001) return '< 0.001';
  return p.toFixed(3);
}

/** Two decimals with a sign, for d' and its criterion. */
export function signedDecimal(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

export interface NaturalPair {
  readonly arm: number;
  readonly comparator: number;
  readonly per: 100 | 1000;
}

/**
 * Two risks as whole people out of the same round number, as people grasp best. A thousand is used
 * where a hundred would show nobody, or would make two risks look alike that are a tenth of a
 * point or more apart.
 */
export function naturalPair(armRisk: number, comparatorRisk: number): NaturalPair {
  const of = (risk: number, per: number): number => Math.round(risk * per);
  const alike =
    of(armRisk, 100) === of(comparatorRisk, 100) && Math.abs(armRisk - comparatorRisk) >= 0.001;
  const nobody = [armRisk, comparatorRisk].some((risk) => risk > 0 && of(risk, 100) === 0);
  const per = alike || nobody ? 1000 : 100;
  return { arm: of(armRisk, per), comparator: of(comparatorRisk, per), per };
}

export function naturalText(people: number, per: number): string {
  return `${whole.format(people)} in ${whole.format(per)}`;
}
