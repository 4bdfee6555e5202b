create table personal_access_token (
  id uuid primary key,
  organization_id uuid not null,
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  user_id uuid not null constraint personal_access_token_user_exists references user_account (id) on delete cascade,
  -- {"all": ["instance.read", "site.*"]}
  actions jsonb not null,
  expires_at timestamptz not null,
  -- SHA-256 of the secret, which is nowhere.
  digest bytea not null,
  constraint personal_access_token_name_unique unique (user_id, name),
  constraint personal_access_token_digest_unique unique (digest)
);

create index personal_access_token_by_user on personal_access_token (user_id, id);
create index personal_access_token_by_name on personal_access_token (name, id);
create index personal_access_token_by_created_at on personal_access_token (created_at, id);
create index personal_access_token_by_updated_at on personal_access_token (updated_at, id);
create index personal_access_token_by_expires_at on personal_access_token (expires_at, id);
create index personal_access_token_by_label on personal_access_token using gin (labels jsonb_path_ops);

create table trusted_issuer (
  id uuid primary key,
  organization_id uuid not null constraint trusted_issuer_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  issuer text not null,
  audience text not null,
  -- CEL over claims
  condition text,
  subject text not null,
  actions text,
  constraint trusted_issuer_name_unique unique (organization_id, name),
  constraint trusted_issuer_unique unique (organization_id, issuer, audience)
);

create index trusted_issuer_by_issuer on trusted_issuer (issuer, id);
create index trusted_issuer_by_name on trusted_issuer (name, id);
create index trusted_issuer_by_created_at on trusted_issuer (created_at, id);
create index trusted_issuer_by_updated_at on trusted_issuer (updated_at, id);
create index trusted_issuer_by_label on trusted_issuer using gin (labels jsonb_path_ops);

alter table service_account_secret
  alter column expires_at set not null,
  add constraint service_account_secret_account_exists
    foreign key (service_account_id) references service_account (id) on delete cascade;
