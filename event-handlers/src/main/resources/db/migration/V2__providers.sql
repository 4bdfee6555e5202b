create table provider (
  id            uuid        primary key,
  name          text        not null constraint provider_name unique,
  session       text        not null,
  software      text        not null,
  -- JSON arrays of text.
  kinds         text        not null,
  capabilities  text        not null,
  locations     text        not null,
  organizations text        not null,
  public_key    text,
  status        text        not null check (status in ('READY', 'UNREACHABLE')),
  last_seen_at  timestamptz not null,
  version       bigint      not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
