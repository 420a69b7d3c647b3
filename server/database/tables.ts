/** Row types of every table; `migrations/` is the truth, a test compares the two. */
import type { ColumnType, Insertable, Selectable } from 'kysely';

type Json<T> = ColumnType<T, string, string>;
/** bigint columns arrive as numbers (see pool.ts); ours stay far below 2^53. */
type Big = number;
type FilledIn<T> = ColumnType<T, T | undefined, T>;

export interface Database {
  actors: ActorTable;
  audit_entries: AuditEntryTable;
  trials: TrialTable;
  protocols: ProtocolTable;
  approvals: ApprovalTable;
  templates: TemplateTable;
  tallies: TallyTable;
  harms: HarmTable;
  blocks: BlockTable;
  cluster_assignments: ClusterAssignmentTable;
  suppressions: SuppressionTable;
  receipts: ReceiptTable;
  participants: ParticipantTable;
  consents: ConsentTable;
  contact_keys: ContactKeyTable;
  contacts: ContactTable;
  assignments: AssignmentTable;
  exposures: ExposureTable;
  fetches: FetchTable;
  views: ViewTable;
  interactions: InteractionTable;
  debriefs: DebriefTable;
  messages: MessageTable;
}

export type Role = 'designer' | 'approver' | 'operator' | 'evaluator' | 'helper';

export interface ActorTable {
  actor_id: string;
  name: string;
  role: Role;
  public_key: Buffer;
  added_at: Date;
  disabled_at: Date | null;
}
export type Actor = Selectable<ActorTable>;

export interface AuditEntryTable {
  entry_no: Big;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail: Json<unknown>;
  previous_hash: Buffer;
  hash: Buffer;
}

export type TrialState =
  | 'draft'
  | 'submitted'
  | 'approved'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'closed';

export interface TrialTable {
  trial_id: string;
  trial_no: number;
  slug: string;
  purpose: 'field' | 'rehearsal';
  state: TrialState;
  protocol_hash: string | null;
  salt_sealed: Buffer | null;
  salt_sha256: string | null;
  salt_disclosed: string | null;
  clock_offset_ms: Big;
  revision: Big;
  created_at: Date;
  launched_at: Date | null;
  stopped_at: Date | null;
  stopped_why: string | null;
  closed_at: Date | null;
}
export type Trial = Selectable<TrialTable>;

export interface ProtocolTable {
  protocol_hash: string;
  trial_id: string;
  document: Json<unknown>;
  source: string;
  template_lock: Json<Record<string, string>>;
  submitted_by: string | null;
  submitted_signature: Buffer | null;
  submitted_at: Date;
}

export interface ApprovalTable {
  protocol_hash: string;
  actor_id: string;
  signature: Buffer;
  reason: string;
  approved_at: Date;
}

export interface TemplateTable {
  template_hash: string;
  slug: string;
  kind: string;
  source: Json<unknown>;
  stored_at: Date;
}

export type Fate = 'declined' | 'stepped_aside' | 'withdrawn' | 'expired';

export interface TallyTable {
  trial_id: string;
  fate: Fate;
  /** Empty when the person left before being assigned. */
  arm: string;
  stratum: string;
  people: number;
}

export type HarmKind = 'distressed' | 'complained' | 'withdrawn';

export interface HarmTable {
  trial_id: string;
  kind: HarmKind;
  arm: string;
  people: number;
}

export interface BlockTable {
  trial_id: string;
  stratum: string;
  drawn: number;
}

export interface ClusterAssignmentTable {
  trial_id: string;
  cluster: string;
  arm: string;
  stratum: string;
  assigned_at: Date;
}

export interface SuppressionTable {
  contact_hash: Buffer;
  reason: 'withdrawn' | 'declined' | 'opted_out' | 'do_not_lure';
  since: Date;
}

export interface ReceiptTable {
  receipt_hash: Buffer;
  trial_id: string;
  withdrawn_at: Date;
  /** YYYY-MM-DD. */
  backups_expire_on: string;
}

export interface ParticipantTable {
  participant_id: string;
  trial_id: string;
  state: 'invited' | 'consented' | 'provisional';
  /** BASIS code; null while only invited. */
  basis: number | null;
  locale: string;
  time_zone: string;
  country: string;
  stratum: string;
  cluster: string | null;
  channel: string;
  protocol_hash: string;
  entered_at: Date;
  basis_since: Date | null;
  basis_expires_at: Date | null;
}
export type Participant = Selectable<ParticipantTable>;

export interface ConsentTable {
  participant_id: string;
  consent_no: number;
  act: 'given' | 'confirmed' | 'enrolled_unasked';
  mode: string;
  text_sha256: string;
  locale: string;
  protocol_hash: string;
  at: Date;
}

export interface ContactKeyTable {
  participant_id: string;
  wrapped_key: Buffer;
  master_key_id: string;
}

export interface ContactTable {
  participant_id: string;
  delivery: 'mail' | 'sms' | 'link_list';
  sealed: Buffer;
  contact_hash: Buffer;
}

export interface AssignmentTable {
  participant_id: string;
  trial_id: string;
  arm: string;
  stratum: string;
  cluster: string | null;
  /** Row of the Latin square: wave w meets pair (offer_row + w) mod pairs. */
  offer_row: number;
  /** One entry a wave: 1 when the genuine twin comes first. */
  twin_first: number[];
  algorithm: string;
  salt_sha256: string;
  protocol_hash: string;
  assigned_at: Date;
}
export type Assignment = Selectable<AssignmentTable>;

export interface ExposureTable {
  participant_id: string;
  /** 1-based, in order of planning: wave 0 takes 1 and 2, wave 1 takes 3 and 4, and so on. */
  exposure_no: number;
  trial_id: string;
  /** 0-based index into the protocol's waves. */
  wave: number;
  /** 1 lure, 2 genuine twin. */
  role: number;
  /** 1 when met first in its wave. */
  position: number;
  template_hash: string;
  form: string;
  locale: string;
  basis: number;
  opens_at: Date;
  closes_at: Date;
  /** When both offers of the wave have closed; the reveal goes out then. */
  wave_closes_at: Date;
  /** When it is revealed ahead of its wave; null unless somebody engaged with a livelihood offer. */
  reveals_at: Date | null;
  sent_at: Date | null;
  undelivered_at: Date | null;
  ended_at: Date | null;
  stage_person: FilledIn<number>;
  stage_unsure: FilledIn<number>;
  stage_machine: FilledIn<number>;
  flags_person: FilledIn<number>;
  flags_unsure: FilledIn<number>;
  flags_machine: FilledIn<number>;
}
export type Exposure = Selectable<ExposureTable>;
export type NewExposure = Insertable<ExposureTable>;

export interface FetchTable {
  participant_id: string;
  exposure_no: number;
  view_id: string;
  page: string;
  at: Date;
  /** 0 an ordinary browser, 1 a known machine, 2 no name given. */
  agent: number;
  prefetch: boolean;
}

export interface ViewTable {
  participant_id: string;
  exposure_no: number;
  view_id: string;
  machine: boolean;
  quick: boolean;
  gesture: boolean;
  /** 0 machine, 1 unsure, 2 person. */
  grade: ColumnType<number, never, never>;
  stage: number;
  flags: number;
}

export interface InteractionTable {
  participant_id: string;
  exposure_no: number;
  view_id: string;
  seq: number;
  kind: number;
  value: number | null;
  page_ms: number;
  at: Date;
  basis: number;
}

export interface DebriefTable {
  participant_id: string;
  wave: number;
  kind: 'reveal' | 'training';
  owed_since: Date;
  told_at: Date | null;
  settled_at: Date | null;
  settled_by: 'page' | 'in_person' | null;
}

export interface MessageTable {
  participant_id: string;
  message_key: string;
  trial_id: string;
  kind: 'registration' | 'offer' | 'reveal' | 'training' | 'closing';
  wave: number;
  exposure_no: number | null;
  due_at: Date;
  state: 'due' | 'handing_over' | 'sent' | 'failed' | 'unknown' | 'cancelled';
  message_id: string;
  handed_over_at: Date | null;
  sent_at: Date | null;
  failure: string | null;
  attempts: FilledIn<number>;
}
export type Message = Selectable<MessageTable>;
