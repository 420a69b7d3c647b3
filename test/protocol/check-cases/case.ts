import type { CatalogueFacts, CheckOptions } from '../../../protocol/checks.ts';
import type { FaultCode } from '../../../protocol/read.ts';
import { withOffer } from '../example.ts';
import type { Edit } from '../mutate.ts';

interface CheckCase {
  readonly why: string;
  /** Applied to the reviewed example; one holds the mark of the place. */
  readonly edits: readonly Edit[];
  readonly facts?: CatalogueFacts;
  readonly today?: CheckOptions['today'];
  /** Other codes the same fault can't help but raise. */
  readonly also?: readonly FaultCode[];
}

/** Codes that checkProtocol() can give, with ways to earn each. */
export type CheckCases = Readonly<Partial<Record<FaultCode, readonly CheckCase[]>>>;

export const EN_ONLY = { en: { reviewed: true } };
export const UNREAD_TH = { en: { reviewed: true }, th: { reviewed: false } };

/** Edits that change nothing and mark the first lure, its twin or the second language. */
export const LURE: Edit = ['- lure: coffee-corner-sale', '- lure: ¦coffee-corner-sale'];
export const TWIN: Edit = ['twin: coffee-corner-clearance', 'twin: ¦coffee-corner-clearance'];
export const THAI: Edit = ['languages: [en, th]', 'languages: [en, ¦th]'];

/** The first lure offers a job, and somebody knows the place. */
export const JOB_FACTS = withOffer('coffee-corner-sale', { family: 'job' });
export const PARTNER: Edit = [
  '  fictional_names: true',
  '  fictional_names: true\n  local_partner: A partner',
];
/** And licensed ways are named beside it. */
export const LICENSED: Edit = [
  '\nsending:',
  `
alternatives:
  - { name: Job Office, licence: '1', locale: en, country: TH, url: 'https://jobs.example/en' }
  - { name: Job Office, licence: '1', locale: th, country: TH, url: 'https://jobs.example/th' }

sending:`,
];
