import type { DocumentPath } from '../fault.ts';
import type { CheckContext } from './context.ts';

/** Keys used once, the age, the time zone and the clusters. */
export function checkPopulation({ protocol, report }: CheckContext): void {
  const { population } = protocol;
  const lists: { path: DocumentPath; field?: string; keys: readonly string[] }[] = [
    { path: ['population', 'languages'], keys: population.languages },
    { path: ['population', 'countries'], keys: population.countries },
    { path: ['population', 'strata'], field: 'key', keys: population.strata.map(({ key }) => key) },
    { path: ['channels'], field: 'key', keys: protocol.channels.map(({ key }) => key) },
    { path: ['arms'], field: 'key', keys: protocol.arms.map(({ key }) => key) },
    { path: ['waves'], field: 'key', keys: protocol.waves.map(({ key }) => key) },
    { path: ['analysis', 'covariates'], keys: protocol.analysis.covariates },
    { path: ['stop_rules'], field: 'when', keys: protocol.stop_rules.map((rule) => rule.when) },
  ];
  for (const { path, field, keys } of lists) {
    keys.forEach((key, index) => {
      if (keys.indexOf(key) === index) return;
      const place = field === undefined ? [...path, index] : [...path, index, field];
      report(
        'P201',
        place,
        `Check a list: ${key} is there already; write another key or take it out`,
      );
    });
  }
  if (population.minimum_age < 18 && population.minimum_age_decision === undefined) {
    report(
      'P202',
      ['population', 'minimum_age'],
      `Check the age: it is ${population.minimum_age}; write 18, or cite the decision of the ethics body in population.minimum_age_decision`,
    );
  }
  if (!isTimeZone(population.time_zone)) {
    report(
      'P203',
      ['population', 'time_zone'],
      `Check the time zone: ${population.time_zone} is not known; write one such as Asia/Bangkok`,
    );
  }
  checkClusters({ protocol, report });
}

function checkClusters({ protocol, report }: Pick<CheckContext, 'protocol' | 'report'>): void {
  const { clusters } = protocol.population;
  const { unit } = protocol.randomisation;
  if (unit === 'cluster' && clusters === undefined) {
    report(
      'P210',
      ['randomisation', 'unit'],
      'Check the unit: it is cluster and no clusters are described; say what they are in population.clusters or write participant',
    );
  }
  if (unit === 'participant' && clusters !== undefined) {
    report(
      'P210',
      ['population', 'clusters'],
      'Check the unit: clusters are described and randomisation.unit is participant; write cluster or take the clusters out',
      'key',
    );
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +07:00 pass too, but they know no summer time.
    return /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}
