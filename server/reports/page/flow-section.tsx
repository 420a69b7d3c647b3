import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { armLabels } from '../words/arm-labels.ts';
import { balanceText } from '../words/holds-up.ts';
import { countText, pText } from '../words/numbers.ts';
import { STATUS_WORDS } from '../words/outcomes.ts';

type ArmFlow = TrialReport['flow'][number];
type WaveFlow = ArmFlow['waves'][number];

/** The flow of participants, from being asked to having an outcome; each loss opens its reasons. */
export function FlowSection({ report }: { readonly report: TrialReport }): JSX.Element {
  const { enrolment, flow, trial } = report;
  const assigned = flow.reduce((sum, arm) => sum + arm.assigned, 0);
  return (
    <section id="flow" class="wide">
      <h2>Who took part</h2>
      <p>
        Everyone assigned stays in the count of the arm they were assigned to, whatever happened
        afterwards.
      </p>
      <div class="flow">
        {enrolment ? <Enrolled enrolment={enrolment} /> : null}
        <div class="top assigned">
          <div class="box">
            <b>{countText(assigned)}</b> assigned by chance
          </div>
          <div class="side">
            <SplitOfArms report={report} />
            <Balance report={report} />
          </div>
        </div>
        <div class="down" aria-hidden="true" />
        <div class="arms">
          {flow.map((arm) => (
            <ArmColumn
              arm={arm}
              comparator={trial.arms.some(({ key, comparator }) => comparator && key === arm.arm)}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function Enrolled(props: {
  readonly enrolment: NonNullable<TrialReport['enrolment']>;
}): JSX.Element {
  const { declined, steppedAside, invited, registered, ...rest } = props.enrolment;
  return (
    <>
      <Step
        people={declined + steppedAside + invited + registered}
        words="asked"
        losses={[
          [declined, 'declined'],
          [steppedAside, 'stepped aside'],
          [invited, 'have not answered'],
        ]}
      />
      <Step
        people={registered}
        words={
          rest.awaitingConfirmation > 0
            ? `registered, of whom ${countText(rest.awaitingConfirmation)} have still to confirm`
            : 'registered'
        }
        losses={[
          [rest.leftBeforeAssignment, 'left before being assigned'],
          [rest.awaitingAssignment, 'wait to be assigned'],
        ]}
      />
    </>
  );
}

function Step(props: {
  readonly people: number;
  readonly words: string;
  readonly losses: readonly (readonly [number, string])[];
}): JSX.Element {
  return (
    <>
      <div class="top">
        <div class="box">
          <b>{countText(props.people)}</b> {props.words}
        </div>
        <div class="side">
          <ul>
            {props.losses.map(([people, words]) => (
              <li>
                {countText(people)} {words}
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div class="down" aria-hidden="true" />
    </>
  );
}

function SplitOfArms({ report }: { readonly report: TrialReport }): JSX.Element {
  const { sampleRatio } = report.health;
  if (sampleRatio.p === null)
    return <span>Split of arms: {sampleRatio.reason ?? 'not tested'}.</span>;
  return sampleRatio.stop ? (
    <b>The split of arms is broken (p {pText(sampleRatio.p)}).</b>
  ) : (
    <span>
      The split of arms is as planned (<a href="#g-ratio">chi-square</a> p {pText(sampleRatio.p)}).
    </span>
  );
}

function Balance({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { health, flow } = report;
  const text = balanceText(health.balance, armLabels(flow));
  return text === null ? null : <p>{text}</p>;
}

function ArmColumn(props: { readonly arm: ArmFlow; readonly comparator: boolean }): JSX.Element {
  const { arm, comparator } = props;
  return (
    <div class={comparator ? 'column comparator' : 'column'}>
      <h3>{arm.label}</h3>
      <ol>
        <li class="box">
          <b>{countText(arm.assigned)}</b> assigned
        </li>
        {arm.waves.map((wave) => (
          <WaveBox wave={wave} assigned={arm.assigned} />
        ))}
      </ol>
    </div>
  );
}

function WaveBox(props: { readonly wave: WaveFlow; readonly assigned: number }): JSX.Element {
  const { wave, assigned } = props;
  const missing = assigned - wave.analysed;
  const reasons = (Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[]).filter(
    (status) => status !== 'analysed' && wave.byStatus[status] > 0,
  );
  return (
    <li class="box">
      <b>{countText(wave.analysed)}</b> with an outcome: {wave.wave},{' '}
      {wave.role === 'lure' ? 'practice scam' : 'genuine-looking offer'}
      {missing > 0 ? (
        <details>
          <summary>
            {countText(missing)} of {countText(assigned)} without
          </summary>
          <ul>
            {reasons.map((status) => (
              <li>
                {countText(wave.byStatus[status])} {STATUS_WORDS[status]}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}
