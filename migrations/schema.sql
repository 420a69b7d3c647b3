-- The schema after every step in this folder, written by scampaign itself; a test keeps it current.

create table actors (
  actor_id uuid not null,
  name text not null,
  role text not null,
  public_key bytea not null,
  added_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint actors_pkey PRIMARY KEY (actor_id),
  constraint actors_name_key UNIQUE (name),
  constraint actors_public_key_key UNIQUE (public_key),
  constraint actors_role_check CHECK ((role = ANY (ARRAY['designer'::text, 'approver'::text, 'operator'::text, 'evaluator'::text, 'helper'::text])))
);
grant insert, select, update on table actors to scampaign_service;

create table approvals (
  protocol_hash text not null,
  actor_id uuid not null,
  signature bytea not null,
  reason text not null,
  approved_at timestamp with time zone not null,
  constraint approvals_pkey PRIMARY KEY (protocol_hash, actor_id),
  constraint approvals_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES actors(actor_id),
  constraint approvals_protocol_hash_fkey FOREIGN KEY (protocol_hash) REFERENCES protocols(protocol_hash)
);
grant insert, select on table approvals to scampaign_service;

create table assignments (
  participant_id uuid not null,
  trial_id uuid not null,
  arm text not null,
  stratum text not null,
  cluster text,
  offer_row smallint not null,
  twin_first smallint[] not null,
  algorithm text not null,
  salt_sha256 text not null,
  protocol_hash text not null,
  assigned_at timestamp with time zone not null,
  constraint assignments_pkey PRIMARY KEY (participant_id),
  constraint assignments_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint assignments_protocol_hash_fkey FOREIGN KEY (protocol_hash) REFERENCES protocols(protocol_hash),
  constraint assignments_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id)
);
CREATE INDEX assignments_by_trial ON public.assignments USING btree (trial_id, arm);
grant insert, select on table assignments to scampaign_service;

create table audit_entries (
  entry_no bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_entries_pkey PRIMARY KEY (entry_no),
  constraint audit_entries_hash_key UNIQUE (hash)
);
grant insert, select on table audit_entries to scampaign_service;

create table blocks (
  trial_id uuid not null,
  stratum text not null,
  drawn integer not null,
  constraint blocks_pkey PRIMARY KEY (trial_id, stratum),
  constraint blocks_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id)
);
grant insert, select, update on table blocks to scampaign_service;

create table cluster_assignments (
  trial_id uuid not null,
  cluster text not null,
  arm text not null,
  stratum text not null,
  assigned_at timestamp with time zone not null,
  constraint cluster_assignments_pkey PRIMARY KEY (trial_id, cluster),
  constraint cluster_assignments_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id)
);
grant insert, select, update on table cluster_assignments to scampaign_service;

create table consents (
  participant_id uuid not null,
  consent_no smallint not null,
  act text not null,
  mode text not null,
  text_sha256 text not null,
  locale text not null,
  protocol_hash text not null,
  at timestamp with time zone not null,
  constraint consents_pkey PRIMARY KEY (participant_id, consent_no),
  constraint consents_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint consents_protocol_hash_fkey FOREIGN KEY (protocol_hash) REFERENCES protocols(protocol_hash),
  constraint consents_act_check CHECK ((act = ANY (ARRAY['given'::text, 'confirmed'::text, 'enrolled_unasked'::text])))
);
grant insert, select on table consents to scampaign_service;

create table contact_keys (
  participant_id uuid not null,
  wrapped_key bytea not null,
  master_key_id text not null,
  constraint contact_keys_pkey PRIMARY KEY (participant_id),
  constraint contact_keys_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id)
);
grant insert, select, update on table contact_keys to scampaign_service;

create table contacts (
  participant_id uuid not null,
  delivery text not null,
  sealed bytea not null,
  contact_hash bytea not null,
  constraint contacts_pkey PRIMARY KEY (participant_id),
  constraint contacts_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint contacts_delivery_check CHECK ((delivery = ANY (ARRAY['mail'::text, 'sms'::text, 'link_list'::text])))
);
CREATE INDEX contacts_by_hash ON public.contacts USING btree (contact_hash);
grant insert, select, update on table contacts to scampaign_service;

create table debriefs (
  participant_id uuid not null,
  wave smallint not null,
  kind text not null,
  owed_since timestamp with time zone not null,
  told_at timestamp with time zone,
  settled_at timestamp with time zone,
  settled_by text,
  constraint debriefs_pkey PRIMARY KEY (participant_id, wave, kind),
  constraint debriefs_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint debriefs_kind_check CHECK ((kind = ANY (ARRAY['reveal'::text, 'training'::text]))),
  constraint debriefs_settled_by_check CHECK ((settled_by = ANY (ARRAY['page'::text, 'in_person'::text])))
);
grant insert, select, update on table debriefs to scampaign_service;

create table exposures (
  participant_id uuid not null,
  exposure_no smallint not null,
  trial_id uuid not null,
  wave smallint not null,
  role smallint not null,
  position smallint not null,
  template_hash text not null,
  form text not null,
  locale text not null,
  basis smallint not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  wave_closes_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  undelivered_at timestamp with time zone,
  ended_at timestamp with time zone,
  stage_person smallint not null default 0,
  stage_unsure smallint not null default 0,
  stage_machine smallint not null default 0,
  flags_person integer not null default 0,
  flags_unsure integer not null default 0,
  flags_machine integer not null default 0,
  reveals_at timestamp with time zone,
  constraint exposures_pkey PRIMARY KEY (participant_id, exposure_no),
  constraint exposures_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint exposures_basis_check CHECK (((basis >= 1) AND (basis <= 4))),
  constraint exposures_position_check CHECK (("position" = ANY (ARRAY[1, 2]))),
  constraint exposures_role_check CHECK ((role = ANY (ARRAY[1, 2])))
) with (fillfactor=80);
grant insert, select, update on table exposures to scampaign_service;

create table fetches (
  participant_id uuid not null,
  exposure_no smallint not null,
  view_id uuid not null,
  page text not null,
  at timestamp with time zone not null,
  agent smallint not null,
  prefetch boolean not null,
  constraint fetches_pkey PRIMARY KEY (participant_id, exposure_no, view_id),
  constraint fetches_agent_check CHECK ((agent = ANY (ARRAY[0, 1, 2])))
);
grant insert, select on table fetches to scampaign_service;

create table harms (
  trial_id uuid not null,
  kind text not null,
  arm text not null,
  people integer not null,
  constraint harms_pkey PRIMARY KEY (trial_id, kind, arm),
  constraint harms_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id),
  constraint harms_kind_check CHECK ((kind = ANY (ARRAY['distressed'::text, 'complained'::text, 'withdrawn'::text])))
);
grant insert, select, update on table harms to scampaign_service;

create table interactions (
  participant_id uuid not null,
  exposure_no smallint not null,
  view_id uuid not null,
  seq smallint not null,
  kind smallint not null,
  value smallint,
  page_ms integer not null,
  at timestamp with time zone not null,
  basis smallint not null,
  constraint interactions_pkey PRIMARY KEY (participant_id, exposure_no, view_id, seq),
  constraint interactions_basis_check CHECK (((basis >= 1) AND (basis <= 4)))
);
grant insert, select on table interactions to scampaign_service;

create table messages (
  participant_id uuid not null,
  message_key text not null,
  trial_id uuid not null,
  kind text not null,
  wave smallint not null,
  exposure_no smallint,
  due_at timestamp with time zone not null,
  state text not null,
  message_id text not null,
  handed_over_at timestamp with time zone,
  sent_at timestamp with time zone,
  failure text,
  attempts smallint not null default 0,
  constraint messages_pkey PRIMARY KEY (participant_id, message_key),
  constraint messages_participant_id_fkey FOREIGN KEY (participant_id) REFERENCES participants(participant_id),
  constraint messages_kind_check CHECK ((kind = ANY (ARRAY['registration'::text, 'offer'::text, 'reveal'::text, 'training'::text, 'closing'::text]))),
  constraint messages_state_check CHECK ((state = ANY (ARRAY['due'::text, 'handing_over'::text, 'sent'::text, 'failed'::text, 'unknown'::text, 'cancelled'::text])))
);
CREATE INDEX messages_due ON public.messages USING btree (trial_id, due_at) WHERE (state = ANY (ARRAY['due'::text, 'handing_over'::text]));
grant insert, select, update on table messages to scampaign_service;

create table participants (
  participant_id uuid not null,
  trial_id uuid not null,
  state text not null,
  basis smallint,
  locale text not null,
  time_zone text not null,
  country text not null,
  stratum text not null,
  cluster text,
  channel text not null,
  protocol_hash text not null,
  entered_at timestamp with time zone not null,
  basis_since timestamp with time zone,
  basis_expires_at timestamp with time zone,
  constraint participants_pkey PRIMARY KEY (participant_id),
  constraint participants_protocol_hash_fkey FOREIGN KEY (protocol_hash) REFERENCES protocols(protocol_hash),
  constraint participants_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id),
  constraint participants_basis_check CHECK (((basis >= 1) AND (basis <= 4))),
  constraint participants_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'consented'::text, 'provisional'::text])))
);
CREATE INDEX participants_by_trial ON public.participants USING btree (trial_id, state, basis_since);
grant insert, select, update on table participants to scampaign_service;

create table protocols (
  protocol_hash text not null,
  trial_id uuid not null,
  document jsonb not null,
  source text not null,
  template_lock jsonb not null,
  submitted_by uuid,
  submitted_signature bytea,
  submitted_at timestamp with time zone not null,
  constraint protocols_pkey PRIMARY KEY (protocol_hash),
  constraint protocols_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES actors(actor_id),
  constraint protocols_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id)
);
grant insert, select on table protocols to scampaign_service;

create table receipts (
  receipt_hash bytea not null,
  trial_id uuid not null,
  withdrawn_at timestamp with time zone not null,
  backups_expire_on date not null,
  constraint receipts_pkey PRIMARY KEY (receipt_hash),
  constraint receipts_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id)
);
grant insert, select, update on table receipts to scampaign_service;

create table suppressions (
  contact_hash bytea not null,
  reason text not null,
  since timestamp with time zone not null,
  constraint suppressions_pkey PRIMARY KEY (contact_hash),
  constraint suppressions_reason_check CHECK ((reason = ANY (ARRAY['withdrawn'::text, 'declined'::text, 'opted_out'::text, 'do_not_lure'::text])))
);
grant insert, select, update on table suppressions to scampaign_service;

create table tallies (
  trial_id uuid not null,
  fate text not null,
  arm text not null,
  stratum text not null,
  people integer not null,
  constraint tallies_pkey PRIMARY KEY (trial_id, fate, arm, stratum),
  constraint tallies_trial_id_fkey FOREIGN KEY (trial_id) REFERENCES trials(trial_id),
  constraint tallies_fate_check CHECK ((fate = ANY (ARRAY['declined'::text, 'stepped_aside'::text, 'withdrawn'::text, 'expired'::text])))
);
grant insert, select, update on table tallies to scampaign_service;

create table templates (
  template_hash text not null,
  slug text not null,
  kind text not null,
  source jsonb not null,
  stored_at timestamp with time zone not null,
  constraint templates_pkey PRIMARY KEY (template_hash)
);
grant insert, select on table templates to scampaign_service;

create table trials (
  trial_id uuid not null,
  trial_no integer not null,
  slug text not null,
  purpose text not null,
  state text not null,
  protocol_hash text,
  salt_sealed bytea,
  salt_sha256 text,
  salt_disclosed text,
  clock_offset_ms bigint not null,
  revision bigint not null,
  created_at timestamp with time zone not null,
  launched_at timestamp with time zone,
  stopped_at timestamp with time zone,
  stopped_why text,
  closed_at timestamp with time zone,
  constraint trials_pkey PRIMARY KEY (trial_id),
  constraint trials_slug_key UNIQUE (slug),
  constraint trials_trial_no_key UNIQUE (trial_no),
  constraint trials_purpose_check CHECK ((purpose = ANY (ARRAY['field'::text, 'rehearsal'::text]))),
  constraint trials_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text, 'running'::text, 'paused'::text, 'stopped'::text, 'closed'::text])))
);
grant insert, select, update on table trials to scampaign_service;

create table views (
  participant_id uuid not null,
  exposure_no smallint not null,
  view_id uuid not null,
  machine boolean not null,
  quick boolean not null,
  gesture boolean not null,
  grade smallint not null generated always as (
CASE
    WHEN machine THEN 0
    WHEN (gesture AND (NOT quick)) THEN 2
    ELSE 1
END) stored,
  stage smallint not null,
  flags integer not null,
  constraint views_pkey PRIMARY KEY (participant_id, exposure_no, view_id)
) with (fillfactor=80);
grant insert, select, update on table views to scampaign_service;

CREATE OR REPLACE FUNCTION public.erase_participant(person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
    begin
      perform 1 from participants where participant_id = person for update;
      if not found then
        return false;
      end if;
      perform 1 from exposures where participant_id = person order by exposure_no for update;
      delete from contact_keys where participant_id = person;
      delete from contacts where participant_id = person;
      delete from interactions where participant_id = person;
      delete from views where participant_id = person;
      delete from fetches where participant_id = person;
      delete from debriefs where participant_id = person;
      delete from messages where participant_id = person;
      delete from exposures where participant_id = person;
      delete from assignments where participant_id = person;
      delete from consents where participant_id = person;
      delete from participants where participant_id = person;
      return true;
    end $function$;
grant execute on function erase_participant(uuid) to scampaign_service;
