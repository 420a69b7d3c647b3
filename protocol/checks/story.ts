import type { DebriefFacts } from '../catalogue-facts.ts';
import type { CheckContext } from './context.ts';
import { lastWaveCloses } from './last-wave.ts';

/** A survivor's story is there, and its teller's consent holds for as long as the trial has it. */
export function checkStory(
  { protocol, today, report }: CheckContext,
  template: string,
  arm: number,
  { awaitsStory, story }: DebriefFacts,
): void {
  const path = ['arms', arm, 'content', 'template'];
  if (awaitsStory) {
    report(
      'P515',
      path,
      `Check the arms: the slot for a survivor's story in ${template} is empty; attach a real one with its consent, payment and terms in story.yaml, or choose another content`,
    );
  }
  if (story === null) return;
  const { agreedOn, agreedUntil, paidOn } = story;
  const needed = [
    { day: lastWaveCloses(protocol, today), why: 'the last wave of who registers today closes' },
    { day: protocol.trial.ends_on, why: 'the trial ends' },
    { day: protocol.consent.retain_until, why: 'the data are erased' },
  ].reduce((latest, next) => (next.day > latest.day ? next : latest));
  if (agreedUntil < needed.day) {
    const over = agreedUntil < today ? 'is over since' : 'ends on';
    report(
      'P516',
      path,
      `Check the arms: the consent to the story in ${template} ${over} ${agreedUntil}; ask its teller until ${needed.day}, when ${needed.why}, and write that day in story.yaml, or choose another content`,
    );
  }
  const ahead = [agreedOn, paidOn].filter((day) => day > today);
  if (ahead.length > 0) {
    report(
      'P517',
      path,
      `Check the arms: story.yaml of ${template} has ${ahead.join(' and ')}, after today, ${today}; write the days on which its teller agreed and was paid`,
    );
  }
}
