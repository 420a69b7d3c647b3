import type { TrialReport } from '../schema/report-schema.ts';
import { countText } from './numbers.ts';

interface OutcomeWords {
  /** Of a lure: `12 in 100 ___`. */
  readonly lure: string;
  /** Of a genuine twin: `41 in 100 ___`. */
  readonly twin: string;
  /** As a heading. */
  readonly noun: string;
  /** Of several lures a person met: `38 in 100 were ___`. */
  readonly luresWere: string;
  readonly twinsWere: string;
}

const WORDS: Readonly<Record<string, OutcomeWords>> = {
  seen: {
    lure: 'opened the practice scam',
    twin: 'opened the genuine-looking offer',
    noun: 'Opened',
    luresWere: 'opened',
    twinsWere: 'opened',
  },
  engaged: {
    lure: 'looked around in the practice scam',
    twin: 'looked around in the genuine-looking offer',
    noun: 'Looked around',
    luresWere: 'looked around in',
    twinsWere: 'looked around in',
  },
  clicked: {
    lure: 'followed the practice scam',
    twin: 'followed the genuine-looking offer',
    noun: 'Followed',
    luresWere: 'followed',
    twinsWere: 'followed',
  },
  started: {
    lure: 'began the last step of the practice scam',
    twin: 'began the last step of the genuine-looking offer',
    noun: 'Began the last step',
    luresWere: 'nearly completed',
    twinsWere: 'nearly completed',
  },
  compromised: {
    lure: 'fell for the practice scam',
    twin: 'took up the genuine-looking offer',
    noun: 'Went along to the end',
    luresWere: 'fallen for',
    twinsWere: 'taken up',
  },
  reported: {
    lure: 'reported the practice scam',
    twin: 'reported the genuine-looking offer',
    noun: 'Reported it',
    luresWere: 'reported',
    twinsWere: 'reported',
  },
  help_opened: {
    lure: 'opened the help page at the practice scam',
    twin: 'opened the help page at the genuine-looking offer',
    noun: 'Opened help',
    luresWere: 'met with a call for help',
    twinsWere: 'met with a call for help',
  },
};

/** What people did, in words. An outcome of a file's own goes by its name. */
export function outcomeWords(outcome: string): OutcomeWords {
  return (
    WORDS[outcome] ?? {
      lure: `showed "${outcome}" at the practice scam`,
      twin: `showed "${outcome}" at the genuine-looking offer`,
      noun: outcome,
      luresWere: `marked "${outcome}"`,
      twinsWere: `marked "${outcome}"`,
    }
  );
}

export const READING_WORDS = {
  people: {
    short: 'People',
    long: 'Only visits in which somebody did what a person does. This reading decides.',
  },
  people_and_unsure: {
    short: 'People and unsure',
    long: 'Also visits that may have been a person or a machine.',
  },
  everything: {
    short: 'Everything',
    long: 'Also visits of known machines, such as mail scanners.',
  },
} as const;

export const STATUS_WORDS = {
  analysed: 'with an outcome',
  not_sent: 'nothing sent',
  undelivered: 'not delivered',
  withdrawn: 'withdrew',
  expired: 'no confirmation',
  lost: 'window open, cut short or lost',
} as const;

export const HARM_WORDS = {
  distressed: 'Said that it distressed them',
  complained: 'Complained',
  withdrawn: 'Withdrew',
} as const;

export const QUESTION_WORDS: Readonly<Record<Answers['question'], string>> = {
  heard: 'Heard of such offers before?',
  practice: 'Thought it might be practice?',
  feeling: 'How did they feel then?',
};

const CHOICE_WORDS: Readonly<Record<Answers['choices'][number]['choice'], string>> = {
  yes: 'yes',
  no: 'no',
  not_sure: 'not sure',
  fine: 'fine',
  surprised: 'a bit surprised',
  upset: 'upset',
};

type Answers = NonNullable<TrialReport['answers']>[number];

/** `Of 310: fine 240, a bit surprised 58, upset 12.` */
export function answerText({ choices }: Answers): string {
  const all = choices.reduce((sum, { people }) => sum + people, 0);
  const parts = choices.map(({ choice, people }) => `${CHOICE_WORDS[choice]} ${countText(people)}`);
  return `Of ${countText(all)}: ${parts.join(', ')}.`;
}
