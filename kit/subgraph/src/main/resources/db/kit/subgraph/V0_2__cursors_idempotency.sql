-- The key of the cursors' MAC: one for each service, made here so that all replicas share it.
create table cursor_key (
  only_one boolean primary key default true check (only_one),
  secret text not null default gen_random_uuid()::text || gen_random_uuid()::text
);

insert into cursor_key default values;

-- What was answered to a create with an idempotency key. Written in the create's own transaction: a second request
-- with the key waits here until the first one is decided.
create table idempotency (
  subject text not null,
  key text not null,
  operation text not null,
  input_hash text not null,
  result jsonb not null,
  created_at timestamptz not null default now(),
  primary key (subject, key)
);

create index idempotency_created_at on idempotency (created_at);
