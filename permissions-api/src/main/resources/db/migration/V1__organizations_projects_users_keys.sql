create table organization (
  id uuid primary key,
  organization_id uuid not null constraint organization_is_its_own check (organization_id = id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  parent_id uuid constraint organization_parent_exists references organization (id),
  -- At the top names may repeat: that one is taken would tell strangers of each other.
  constraint organization_name_unique unique (parent_id, name),
  constraint organization_not_its_own_parent check (id <> parent_id)
);

create table project (
  id uuid primary key,
  organization_id uuid not null constraint project_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  constraint project_name_unique unique (organization_id, name)
);

create table user_account (
  id uuid primary key,
  organization_id uuid not null constraint user_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  email text not null constraint user_email_lower_case check (email = lower(email)),
  -- {"all": [{"organization": "org_...", "role": "OWNER"}]}
  memberships jsonb not null,
  constraint user_email_unique unique (email)
);

-- The key that signs tokens, as a private JWK (RFC 7517). It leaves this table for the memory of the service only.
create table signing_key (
  only_one boolean primary key default true check (only_one),
  private_jwk text not null,
  created_at timestamptz not null default now()
);

-- One index for each order of each list, always ending with the id, and one for each filter by reference.
create index organization_by_name on organization (name, id);
create index organization_by_created_at on organization (created_at, id);
create index organization_by_updated_at on organization (updated_at, id);
create index organization_by_parent on organization (parent_id, id);
create index organization_by_label on organization using gin (labels jsonb_path_ops);

create index project_by_organization on project (organization_id, id);
create index project_by_name on project (name, id);
create index project_by_created_at on project (created_at, id);
create index project_by_updated_at on project (updated_at, id);
create index project_by_label on project using gin (labels jsonb_path_ops);

create index user_by_organization on user_account (organization_id, id);
create index user_by_name on user_account (name, id);
create index user_by_created_at on user_account (created_at, id);
create index user_by_updated_at on user_account (updated_at, id);
create index user_by_membership on user_account using gin (memberships jsonb_path_ops);
create index user_by_label on user_account using gin (labels jsonb_path_ops);
