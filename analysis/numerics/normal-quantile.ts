/**
 * Standard normal quantile, right to about 1e-15 relative down to tails of 1e-300: boundaries of
 * early looks spend as little as 1e-34, where common approximations give infinity.
 *
 * @param p - In (0, 1). At 0 and 1 the quantile is minus and plus Infinity.
 * @throws RangeError outside [0, 1].
 * @see Wichura (1988), Appl. Stat. 37:477-484, algorithm AS 241, PPND16.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(`Find a normal quantile: p is ${p} and must lie between 0 and 1`);
  }
  const fromHalf = p - 0.5;
  if (Math.abs(fromHalf) <= 0.425) {
    const x = 0.180625 - fromHalf * fromHalf;
    return (fromHalf * polynomial(CENTRE[0], x)) / polynomial(CENTRE[1], x);
  }
  const tail = fromHalf < 0 ? p : 1 - p;
  if (tail === 0) return fromHalf < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const root = Math.sqrt(-Math.log(tail));
  const [[above, below], x] = root <= 5 ? [NEAR, root - 1.6] : [FAR, root - 5];
  const value = polynomial(above, x) / polynomial(below, x);
  return fromHalf < 0 ? -value : value;
}

type Ratio = readonly [readonly number[], readonly number[]];

/** Coefficients of the ratio of polynomials for |p - 1/2| <= 0.425, lowest power first. */
const CENTRE: Ratio = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852854,
  ],
];

/** For tails down to exp(-25). */
const NEAR: Ratio = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
];

/** For tails beyond. */
const FAR: Ratio = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let power = coefficients.length - 1; power >= 0; power -= 1) {
    sum = sum * x + (coefficients[power] as number);
  }
  return sum;
}
