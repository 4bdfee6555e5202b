-- A JWK: the key that secrets for the provider are sealed to.
alter table provider add column encryption_key text;

-- Secrets, each sealed so that one provider can open it, and nobody else: not this service, and not who reads this table.
create table secret (
  id           uuid        primary key,
  organization uuid        not null,
  name         text        not null,
  provider     text        not null,
  -- The key it is sealed to.
  key_id       text        not null,
  sealed       text        not null,
  version      bigint      not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint secret_name unique (organization, provider, name)
);

create index secret_recent on secret (created_at, id);

-- The secrets that the instance uses: their ids by the names it uses them under, a JSON object.
alter table job add column secrets text not null default '{}';
alter table job alter column secrets drop default;
