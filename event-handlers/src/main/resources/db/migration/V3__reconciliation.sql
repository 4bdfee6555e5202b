-- One row for each resource that a provider keeps as it is desired, with what is known of how it is.
create table reconciliation (
  -- The resource's own.
  id            uuid        primary key,
  organization  uuid,
  project       uuid,
  provider      text        not null,
  kind          text        not null,
  generation    bigint      not null,
  -- What it shall be, as its event said; a work order is built from it.
  desired       text        not null,
  -- Its own policy; without one, its provider's holds.
  policy        text        check (policy in ('OBSERVE', 'ALERT', 'PROPOSE', 'CORRECT')),
  status        text        not null check (status in ('IN_SYNC', 'DRIFTED', 'CORRECTING', 'UNKNOWN')),
  -- What was compared, a JSON array.
  attributes    text        not null,
  message       text,
  -- Whether correcting it again is no use until something else is desired.
  given_up      boolean     not null default false,
  -- Operation token of the correction under way.
  correction    text,
  corrections   bigint      not null default 0,
  observed_at   timestamptz,
  drifted_at    timestamptz,
  corrected_at  timestamptz,
  -- When to look next, how often was looked, and whether there was an answer to the last look.
  look_at       timestamptz not null,
  looks         bigint      not null default 0,
  answered      boolean     not null default true,
  version       bigint      not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);

create index reconciliation_due on reconciliation (look_at);
create index reconciliation_provider on reconciliation (provider);
create index reconciliation_recent on reconciliation (created_at, id);
create index reconciliation_organization on reconciliation (organization, created_at, id);

create table reconciliation_policy (
  provider text primary key,
  policy   text not null check (policy in ('OBSERVE', 'ALERT', 'PROPOSE', 'CORRECT'))
);

-- The corrections of the last hour, for the budget.
create table reconciliation_correction (
  operation_token text        primary key,
  provider        text        not null,
  at              timestamptz not null
);

create index reconciliation_correction_recent on reconciliation_correction (provider, at);
