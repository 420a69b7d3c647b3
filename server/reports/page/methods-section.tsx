import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { countText } from '../words/numbers.ts';

/** What changed since the launch: each change with its date and reason, or an explicit none. */
export function ChangesSection({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { changes } = report;
  if (!changes) return null;
  return (
    <section id="changes" class="wide">
      <h2>What changed since the launch</h2>
      {changes.length === 0 ? (
        <p>None: the trial ran as it was approved.</p>
      ) : (
        <ul class="notes">
          {changes.map(({ at, what, why }) => (
            <li>
              <time datetime={at}>{at.slice(0, 10)}</time> {what}
              {why === null ? '' : `: ${why}`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Who ran it and by what rules; hashes and versions by which anyone can make the same report. */
export function MethodsSection({ report }: { readonly report: TrialReport }): JSX.Element {
  const { trial, versions, effect, notes } = report;
  const { about } = trial;
  const facts: (readonly [string, string])[] = [
    ...(about
      ? ([
          ['Hypothesis', about.hypothesis],
          ['Run by', `${about.owner} (${about.contact})`],
          [
            'Ethics',
            `${about.ethics.body}, ${about.ethics.reference}, until ${about.ethics.expires_on}`,
          ],
          ['Consent', about.consentMode.replaceAll('_', ' ')],
          ['Power', about.power],
          [
            'Lived experience',
            `${about.livedExperience.advice} (${about.livedExperience.paid ? 'paid' : 'not paid'})`,
          ],
          ['Groups', about.strata.map(({ label }) => label).join(', ')],
        ] as const)
      : []),
    ...(trial.citation === null ? [] : [['Source', trial.citation] as const]),
    ...(effect
      ? ([
          ['Multiplicity', effect.plan.multiplicity],
          ['Covariates', effect.plan.covariates.join(', ') || 'none'],
        ] as const)
      : []),
  ];
  return (
    <section id="methods" class="wide">
      <h2>Methods and versions</h2>
      <dl class="facts-list">
        {facts.map(([term, text]) => (
          <>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </>
        ))}
        <Versions versions={versions} />
      </dl>
      <ul class="notes">
        {[...(effect?.notes ?? []), ...notes].map((note) => (
          <li>{note}</li>
        ))}
      </ul>
      <Glossary />
    </section>
  );
}

function Versions({ versions }: { readonly versions: TrialReport['versions'] }): JSX.Element {
  const hashes = [
    ['Query', versions.query ? `${versions.query.name} ${versions.query.sha256}` : null],
    ['Protocol', versions.protocolHash],
    ['Salt, SHA-256', versions.saltSha256],
    ['Salt, disclosed', versions.saltDisclosed],
    ['Data file, SHA-256', versions.dataSha256],
  ] as const;
  return (
    <>
      <dt>Code</dt>
      <dd>{versions.code}</dd>
      {hashes.map(([term, hash]) =>
        hash === null ? null : (
          <>
            <dt>{term}</dt>
            <dd>
              <code>{hash}</code>
            </dd>
          </>
        ),
      )}
      {versions.protocolsAssignedUnder.map(({ protocolHash, algorithm, people }) => (
        <>
          <dt>Assigned by {algorithm}</dt>
          <dd>
            {countText(people)} people still on record, under <code>{protocolHash}</code>
          </dd>
        </>
      ))}
    </>
  );
}

const TERMS = [
  [
    'standardised',
    'Standardised',
    'The difference within each group of people and each form of the offer, averaged by how many people there are in it: chance imbalances between arms no longer count.',
  ],
  [
    'interval',
    'Interval',
    'The differences the data are compatible with. At 95 % it would hold the true difference in 95 of 100 such trials.',
  ],
  [
    'redrawn',
    'Redrawn',
    'The randomisation test: how often drawing the arms again, as they were drawn, would give a difference as large if the training did nothing. It assumes nothing else.',
  ],
  [
    'nnt',
    'Number needed',
    'How many people have to be trained for one more of them to do well. When no difference is possible, it runs to infinity.',
  ],
  [
    'dprime',
    "d'",
    'How well people tell scams from genuine offers. Zero means not at all; it does not rise when people merely refuse more of everything.',
  ],
  [
    'criterion',
    'Criterion',
    'Leaning: below zero towards refusing everything, above zero towards accepting everything.',
  ],
  [
    'bounds',
    'Worst-case bounds',
    'The difference if everyone without an outcome had behaved in the way worst, or best, for the training.',
  ],
  [
    'ratio',
    'Split of arms',
    'Whether the arms hold as many people as planned. When chance alone would do this less than once in 1,000 trials, no result is shown.',
  ],
] as const;

function Glossary(): JSX.Element {
  return (
    <>
      <h3 id="glossary" class="glossary">
        Words
      </h3>
      <dl class="facts-list">
        {TERMS.map(([id, term, text]) => (
          <>
            <dt id={`g-${id}`}>{term}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </>
  );
}
