/**
 * Every fault a protocol can have. Codes are stable: a code is never given another meaning, and
 * docs/protocol.md explains each one.
 *
 * `severity` is what a launch sees. `rehearsal: 'warning'` marks what only a trial with real people
 * needs (reviews, decisions, fresh dates): a rehearsal, whose people are simulated, is told and runs.
 */
export const FAULT_CODES = {
  // Reading the file
  P001: { title: 'The file is not YAML', severity: 'error' },
  P002: { title: 'A key is written twice', severity: 'error' },
  P003: { title: 'An anchor, alias or merge is used', severity: 'error' },
  P004: { title: 'The file is empty, too long or holds several documents', severity: 'error' },
  P005: { title: 'A key is not known', severity: 'error' },
  P006: { title: 'A key is missing', severity: 'error' },
  P007: { title: 'A value has the wrong type', severity: 'error' },
  P008: { title: 'A value is not one of those allowed', severity: 'error' },
  P009: { title: 'A value is written in the wrong form', severity: 'error' },
  P010: { title: 'A number, text or list is too small or too large', severity: 'error' },
  P011: { title: 'A value can not be kept as JSON', severity: 'error' },

  // Trial, dates and ethics
  P101: { title: 'A date is not in the calendar', severity: 'error' },
  P102: { title: 'The trial has ended', severity: 'error', rehearsal: 'warning' },
  P103: { title: 'The ethics approval has expired', severity: 'error', rehearsal: 'warning' },
  P104: { title: 'The ethics approval expires before the trial ends', severity: 'error' },
  P105: {
    title: 'The trial ends before its last wave can',
    severity: 'error',
    rehearsal: 'warning',
  },
  P106: { title: 'A pretext needs a cited decision', severity: 'error', rehearsal: 'warning' },
  P107: { title: 'A local partner is needed', severity: 'error' },
  P108: { title: 'A decision is dated in the future', severity: 'error', rehearsal: 'warning' },
  P109: { title: 'Lived-experience advice was not paid', severity: 'warning' },
  P110: { title: 'A pretext decision is not needed', severity: 'warning' },

  // Population and support
  P201: { title: 'A key of a list is used twice', severity: 'error' },
  P202: { title: 'The minimum age is under 18 without a decision', severity: 'error' },
  P203: { title: 'The time zone is not known', severity: 'error' },
  P204: { title: 'A language and country have no support contact', severity: 'error' },
  P205: { title: 'The first support contact is the police', severity: 'error' },
  P206: {
    title: 'A support contact was not tested lately',
    severity: 'error',
    rehearsal: 'warning',
  },
  P207: { title: 'A support contact can not be reached', severity: 'error' },
  P208: {
    title: 'A support contact was tested in the future',
    severity: 'error',
    rehearsal: 'warning',
  },
  P209: {
    title: 'A support contact serves no language or country of the trial',
    severity: 'warning',
  },
  P210: {
    title: 'Clusters are described and not used, or used and not described',
    severity: 'error',
  },
  P211: { title: 'No licensed way is named beside offers about a livelihood', severity: 'error' },

  // Channels and sending
  P301: { title: 'A kind of channel is not served', severity: 'error' },
  P302: { title: 'A delivery is not served', severity: 'error' },
  P303: { title: 'A channel forbids what an offer asks for', severity: 'error' },
  P304: { title: 'The sending hours leave too little of the day', severity: 'error' },
  P305: { title: 'The sender has no name in a language', severity: 'error' },

  // Consent
  P401: { title: 'A language has no consent text', severity: 'error' },
  P402: { title: 'A consent text has no language of the trial', severity: 'error' },
  P403: { title: 'A consent text is not reviewed', severity: 'error', rehearsal: 'warning' },
  P404: {
    title: 'A consent text changed after its review',
    severity: 'error',
    rehearsal: 'warning',
  },
  P405: { title: 'There is no gap between registering and the first offer', severity: 'error' },
  P406: { title: 'A consent mode needs a cited decision', severity: 'error', rehearsal: 'warning' },
  P407: { title: 'Deferred consent has no time to confirm', severity: 'error' },
  P408: { title: 'Data are kept for less time than the trial runs', severity: 'error' },
  P409: { title: 'A page every trial shows lacks a language', severity: 'error' },
  P410: {
    title: 'A page every trial shows is not reviewed',
    severity: 'error',
    rehearsal: 'warning',
  },
  P411: { title: 'A page every trial needs is not in the catalogue', severity: 'error' },
  P412: { title: 'A text of an offer or training is not reviewed', severity: 'warning' },
  P413: { title: 'A time to confirm is given and not used', severity: 'warning' },
  P414: { title: 'A review is dated in the future', severity: 'error', rehearsal: 'warning' },

  // Arms
  P501: { title: 'A training has no content', severity: 'error' },
  P502: { title: 'An arm without training has content', severity: 'error' },
  P503: { title: 'Two arms are the same', severity: 'error' },
  P504: { title: 'The content is not in the catalogue', severity: 'error' },
  P505: { title: 'The content lacks a language', severity: 'error' },
  P506: { title: 'A training is not tagged', severity: 'error' },
  P507: { title: 'A function is not linked to the components named', severity: 'warning' },
  P508: { title: 'A component is served by none of the functions named', severity: 'warning' },
  P509: { title: 'A link between component and function is not verified', severity: 'warning' },
  P510: { title: 'Talks and helpers can not follow the reveal at once', severity: 'error' },
  P511: {
    title: 'An arm waits for its training while the offers are about a livelihood',
    severity: 'error',
  },
  P512: { title: 'No arm is trained', severity: 'warning' },
  P513: { title: 'The content has no words for the audience named', severity: 'error' },
  P514: { title: 'Printed sheets can not be sent', severity: 'error' },
  P515: {
    title: 'The slot for a survivor’s story is empty',
    severity: 'error',
    rehearsal: 'warning',
  },
  P516: {
    title: 'The consent to a survivor’s story ends too early',
    severity: 'error',
    rehearsal: 'warning',
  },
  P517: {
    title: 'A survivor’s story is dated after today',
    severity: 'error',
    rehearsal: 'warning',
  },
  P518: { title: 'The content speaks for a partner whom nobody names', severity: 'error' },

  // Waves and offers
  P601: { title: 'Waves are not in order of time', severity: 'error' },
  P602: { title: 'Waves overlap', severity: 'error' },
  P603: { title: 'A window or spacing is too short', severity: 'error' },
  P604: { title: 'An offer is not in the catalogue', severity: 'error' },
  P605: { title: 'An offer has the wrong role', severity: 'error' },
  P606: { title: 'Lure and twin are not a pair', severity: 'error' },
  P607: { title: 'Lure and twin count different steps', severity: 'error' },
  P608: { title: 'Lures differ in difficulty from wave to wave', severity: 'error' },
  P609: { title: 'A person could meet the same offer twice', severity: 'error' },
  P610: { title: 'Two offers share a host, sender or firm', severity: 'error' },
  P611: { title: 'An offer lacks a language', severity: 'error' },
  P612: { title: 'Lure and twin differ in length', severity: 'warning' },
  P613: { title: 'A wave lists a pair twice', severity: 'error' },
  P614: { title: 'A lure is not rated', severity: 'error' },

  // Randomisation
  P701: { title: 'An arm has no weight', severity: 'error' },
  P702: { title: 'A weight has no arm', severity: 'error' },
  P703: { title: 'The weights do not sum to 1', severity: 'error' },
  P704: { title: 'Block sizes are needed', severity: 'error' },
  P705: { title: 'Block sizes are given and not used', severity: 'error' },
  P706: { title: 'A block can not be dealt by the weights', severity: 'error' },
  P707: { title: 'Blocks have one size only', severity: 'warning' },
  P708: { title: 'The namespace is empty', severity: 'error' },

  // Analysis and stop rules
  P801: { title: 'The comparator is not an arm', severity: 'error' },
  P802: { title: 'The comparator is a training', severity: 'error' },
  P803: { title: 'The primary wave is not a wave', severity: 'error' },
  P804: { title: 'The primary wave comes before any training', severity: 'error' },
  P805: { title: 'The primary window outlasts the wave', severity: 'error' },
  P806: { title: 'The good direction is the wrong way', severity: 'error' },
  P807: { title: 'Several comparisons are not adjusted', severity: 'warning' },
  P808: { title: 'The comparator is not the recommended one', severity: 'warning' },
  P901: { title: 'A stop rule is missing', severity: 'error' },
} as const satisfies Record<string, FaultDefinition>;

export type FaultCode = keyof typeof FAULT_CODES;

export interface FaultDefinition {
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly rehearsal?: 'warning';
}
