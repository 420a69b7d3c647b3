import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { countText } from '../words/numbers.ts';

type Uptake = NonNullable<TrialReport['uptake']>[number];

const COLUMNS = [
  ['seen', 'Opened'],
  ['engaged', 'Looked around'],
  ['clicked', 'Followed'],
  ['started', 'Began last step'],
  ['compromised', 'To the end'],
  ['reported', 'Reported'],
  ['revealSeen', 'Saw the reveal'],
  ['trainingSeen', 'Saw training'],
  ['trainingFinished', 'Finished it'],
] as const satisfies readonly (readonly [keyof Uptake, string])[];

/** How far people came with each offer and its debrief: mediators, never filters. */
export function UptakeSection({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { uptake, trial } = report;
  if (!uptake) return null;
  const label = (arm: string): string => trial.arms.find(({ key }) => key === arm)?.label ?? arm;
  return (
    <section id="uptake" class="wide">
      <h2>Delivery and uptake</h2>
      <p>
        How far people came with what was sent to them, each number out of the offers sent in its
        row. It helps to explain a result and is never used to choose who counts.
      </p>
      {trial.waves.map((wave) => (
        <details>
          <summary>Wave {wave.key}</summary>
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Arm and offer</th>
                  <th scope="col">Sent</th>
                  {COLUMNS.map(([, title]) => (
                    <th scope="col">{title}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {uptake
                  .filter((row) => row.wave === wave.key)
                  .map((row) => (
                    <tr>
                      <th scope="row">
                        {label(row.arm)}
                        <small>
                          {row.role === 'lure' ? 'practice scam' : 'genuine-looking offer'}
                        </small>
                      </th>
                      <td>{countText(row.sent)}</td>
                      {COLUMNS.map(([name]) => (
                        <td>
                          {countText(row[name])}
                          <small>of {countText(row.sent)}</small>
                        </td>
                      ))}
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </section>
  );
}
