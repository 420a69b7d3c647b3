import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { countText, ofText } from '../words/numbers.ts';
import { answerText, HARM_WORDS, QUESTION_WORDS } from '../words/outcomes.ts';

/** What the trial cost people, whether everyone was told, and what machines did. Never masked. */
export function HarmsSection({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { harms, telling, answers, machines } = report;
  if (!harms) return null;
  const arms = harms[0]?.arms ?? [];
  const elsewhere = harms.filter(({ otherPeople }) => otherPeople > 0);
  return (
    <section id="harms" class="wide">
      <h2>Harms and debriefs</h2>
      <div class="scroll">
        <table class="stack">
          <caption>People, not events; of everyone assigned to the arm.</caption>
          <thead>
            <tr>
              <th scope="col">Arm</th>
              {harms.map(({ kind }) => (
                <th scope="col">{HARM_WORDS[kind]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {arms.map(({ arm, label, assigned }) => (
              <tr>
                <th scope="row">{label}</th>
                {harms.map((harm) => {
                  const people = harm.arms.find((one) => one.arm === arm)?.people ?? 0;
                  return (
                    <td data-label={HARM_WORDS[harm.kind]}>
                      {people === 0 ? (
                        <span class="none">none reported</span>
                      ) : (
                        ofText(people, assigned)
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {elsewhere.length > 0 ? (
        <p>
          Before being assigned, or with no arm on record:{' '}
          {elsewhere
            .map(
              ({ kind, otherPeople }) =>
                `${HARM_WORDS[kind].toLowerCase()}: ${countText(otherPeople)}`,
            )
            .join('; ')}
          .
        </p>
      ) : null}
      <div class="cards">
        {telling ? <TellingCard telling={telling} /> : null}
        {answers ? <AnswersCard answers={answers} /> : null}
        {machines ? <MachinesCard machines={machines} /> : null}
      </div>
    </section>
  );
}

function TellingCard(props: {
  readonly telling: NonNullable<TrialReport['telling']>;
}): JSX.Element {
  return (
    <div class="card">
      <h3>Everyone is told</h3>
      {props.telling.length === 0 ? <p>No debrief is owed yet.</p> : null}
      {props.telling.map(({ wave, kind, owed, told, settled, neverReached }) => (
        <p>
          <b>{kind === 'reveal' ? `That ${wave} was practice` : `Training after ${wave}`}:</b> owed
          to {countText(owed)}, message sent to {countText(told)}, seen by {countText(settled)}, not
          reached so far {countText(neverReached)}.
        </p>
      ))}
    </div>
  );
}

function AnswersCard(props: {
  readonly answers: NonNullable<TrialReport['answers']>;
}): JSX.Element {
  return (
    <div class="card">
      <h3>What people answered</h3>
      <p>On the reveal, if they liked, over all arms.</p>
      {props.answers.length === 0 ? <p>Nobody has answered so far.</p> : null}
      {props.answers.map((answer) => (
        <p>
          <b>
            {QUESTION_WORDS[answer.question]} ({answer.wave})
          </b>{' '}
          {answerText(answer)}
        </p>
      ))}
    </div>
  );
}

function MachinesCard(props: {
  readonly machines: NonNullable<TrialReport['machines']>;
}): JSX.Element {
  const { machines } = props;
  return (
    <div class="card">
      <h3>Visits of machines</h3>
      <p>
        Of {countText(machines.offersSent)} offers sent,{' '}
        {countText(machines.offersVisitedByMachines)} were visited by a known machine, and{' '}
        {countText(machines.offersWithUnsureViews)} had a visit that may have been one. Pages were
        fetched {countText(machines.fetchesByKnownMachines)} times by known machines and{' '}
        {countText(machines.fetchesAhead)} times ahead of anyone.
      </p>
      <p>None of this moves the result; the other two readings show what it would do.</p>
      {machines.messagesOfUnknownFate > 0 ? (
        <p>
          {countText(machines.messagesOfUnknownFate)} messages were handed over as the service fell;
          whether they left is unknown, and they are not sent again.
        </p>
      ) : null}
    </div>
  );
}
