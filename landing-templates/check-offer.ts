import type { BuiltPage } from './build-page.ts';
import type { FaultList } from './faults.ts';
import { FUNNEL_STEPS, type OfferManifest } from './manifest.ts';
import { everyOp } from './ops.ts';

type LineOf = (path: readonly PropertyKey[]) => number;
const FILE = 'template.yaml';

/** The funnel, the fields and the signs of an offer. */
export function checkOffer(
  manifest: OfferManifest,
  built: ReadonlyMap<string, BuiltPage>,
  lineOf: LineOf,
  faults: FaultList,
): void {
  checkFunnel(manifest, built, lineOf, faults);
  checkFields(manifest, built, lineOf, faults);
  checkSigns(manifest, built, lineOf, faults);
}

function checkFunnel(
  manifest: OfferManifest,
  built: ReadonlyMap<string, BuiltPage>,
  lineOf: LineOf,
  faults: FaultList,
): void {
  const keys = new Set(manifest.pages.map(({ key }) => key));
  if (keys.has(manifest.compliance_step)) {
    faults.add(
      'T051',
      FILE,
      lineOf(['compliance_step']),
      `Name a step without a page: ${manifest.compliance_step} is a page`,
    );
  }
  let reached = -1;
  for (const [index, page] of manifest.pages.entries()) {
    const step = page.step ? FUNNEL_STEPS.indexOf(page.step) : -1;
    const line = lineOf(['pages', index]);
    if (step < 0 || page.step === 'compromised') {
      faults.add(
        'T051',
        FILE,
        line,
        `Say which step page ${page.key} reaches: step is ${page.step ?? 'missing'}, it may be seen, clicked or started`,
      );
    }
    if (step < reached || (index === 0 && step !== 0)) {
      faults.add(
        'T051',
        FILE,
        line,
        `Order the pages by their steps, from seen: ${page.key} is ${page.step}`,
      );
    }
    reached = step;
    if (!page.observed)
      faults.add(
        'T051',
        FILE,
        line,
        `Let the observer run on an offer: observed of ${page.key} is false`,
      );
    for (const { to, line: at } of built.get(page.key)?.steps ?? []) {
      if (to !== manifest.compliance_step && !keys.has(to)) {
        faults.add(
          'T017',
          page.file,
          at,
          `Lead to a page or to ${manifest.compliance_step}: to is "${to}"`,
        );
      }
    }
    const reports = [...everyOp(built.get(page.key)?.ops ?? [])].some(
      (op) => op.op === 'value' && op.name === 'reportUrl',
    );
    if (!reports)
      faults.add('T051', page.file, 1, 'Add <s-report>: every page of an offer can be reported');
  }
  const complies = [...built.values()].some((page) =>
    page.steps.some(({ to }) => to === manifest.compliance_step),
  );
  if (!complies) {
    faults.add(
      'T051',
      FILE,
      lineOf(['compliance_step']),
      `Lead somewhere to the compliance step: no page leads to ${manifest.compliance_step}`,
    );
  }
}

function checkFields(
  manifest: OfferManifest,
  built: ReadonlyMap<string, BuiltPage>,
  lineOf: LineOf,
  faults: FaultList,
): void {
  const used = new Set([...built.values()].flatMap((page) => [...page.fields]));
  for (const [index, field] of manifest.fields.entries()) {
    if (!used.has(field.key)) {
      faults.add(
        'T018',
        FILE,
        lineOf(['fields', index]),
        `Use the field or remove it: no page has ${field.key}`,
      );
    }
  }
  const sensitive = manifest.fields.some((field) => field.sensitive);
  if (sensitive === manifest.stops_at_intent) {
    faults.add(
      'T018',
      FILE,
      lineOf(['stops_at_intent']),
      sensitive
        ? 'Write stops_at_intent: false, or remove the sensitive fields'
        : 'Write stops_at_intent: true, or declare the sensitive field',
    );
  }
}

function checkSigns(
  manifest: OfferManifest,
  built: ReadonlyMap<string, BuiltPage>,
  lineOf: LineOf,
  faults: FaultList,
): void {
  const lure = manifest.role === 'lure';
  if (lure !== (manifest.phish_scale !== undefined)) {
    faults.add(
      'T050',
      FILE,
      lineOf(['phish_scale']),
      lure ? 'Rate the lure: phish_scale is missing' : 'Leave out phish_scale: a twin is not rated',
    );
  }
  if (lure && manifest.red_flags.length < 3) {
    faults.add(
      'T050',
      FILE,
      lineOf(['red_flags']),
      `Declare at least three red flags: ${manifest.red_flags.length} are declared`,
    );
  }
  if (!lure && (manifest.red_flags.length > 0 || manifest.good_signs.length === 0)) {
    faults.add(
      'T050',
      FILE,
      lineOf(['good_signs']),
      'Declare good_signs and no red_flags: this is a genuine twin',
    );
  }
  for (const list of ['red_flags', 'good_signs'] as const) {
    for (const [index, flag] of manifest[list].entries()) {
      for (const [at, { page, element }] of flag.at.entries()) {
        if (element === 'address' && built.has(page)) continue;
        if (!built.get(page)?.ids.includes(element)) {
          faults.add(
            'T050',
            FILE,
            lineOf([list, index, 'at', at]),
            `Give the sign its place: page ${page} has no element with id ${element}`,
          );
        }
      }
    }
  }
}
