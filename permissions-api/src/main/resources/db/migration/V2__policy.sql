-- Who may do what: subjects have roles on scopes. Every change of it has a place in one order, its revision.

-- One row, which every change of the policy locks until its end: revisions have no gaps, and their order is that
-- of the commits.
create table policy_clock (
  only_one boolean primary key default true check (only_one),
  revision bigint not null
);

insert into policy_clock (revision) values (0);

-- An id as the graph writes it: TypeID, 128 bits in 26 characters of Crockford's base 32.
create function type_id(prefix text, id uuid) returns text language sql immutable as $$
  select prefix || '_' || string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz',
           cast(substring(B'00' || cast('x' || replace(cast(id as text), '-', '') as bit(128)) from 5 * place + 1 for 5) as int) + 1, 1),
    '' order by place)
  from generate_series(0, 25) as place
$$;

create table role (
  id uuid primary key,
  -- None for the built-in ones, which everybody has.
  organization_id uuid constraint role_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  built_in text constraint role_built_in_known check (built_in in ('VIEWER', 'EDITOR', 'OWNER')),
  for_providers boolean not null,
  -- {"all": ["instance.read", "site.*", "*.read"]}
  actions jsonb not null,
  constraint role_is_somebodys check ((organization_id is null) = (built_in is not null)),
  constraint role_name_unique unique (organization_id, name)
);

insert into role (id, name, status, labels, annotations, version, created_at, updated_at, built_in, for_providers, actions)
select id, name, 'ACTIVE', '{}', '{}', 1, now(), now(), name, false, '{"all": []}'
from (values (cast('00000000-0000-7000-8000-000000000001' as uuid), 'VIEWER'),
             (cast('00000000-0000-7000-8000-000000000002' as uuid), 'EDITOR'),
             (cast('00000000-0000-7000-8000-000000000003' as uuid), 'OWNER')) as built_in(id, name);

create table user_group (
  id uuid primary key,
  organization_id uuid not null constraint group_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  -- {"all": ["user_...", "sa_...", "grp_..."]}
  members jsonb not null,
  constraint group_name_unique unique (organization_id, name)
);

create table service_account (
  id uuid primary key,
  organization_id uuid not null constraint service_account_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  provider_account boolean not null,
  active boolean not null,
  constraint service_account_name_unique unique (organization_id, name)
);

create table role_binding (
  id uuid primary key,
  organization_id uuid not null constraint binding_organization_exists references organization (id),
  project_id uuid constraint binding_project_exists references project (id),
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  -- Who: user_..., sa_... or grp_...
  subject text not null,
  role_id uuid not null constraint binding_role_exists references role (id),
  -- A single resource of any service; none for all of the project or organization.
  resource text,
  expires_at timestamptz,
  -- CEL
  condition text,
  constraint binding_unique unique nulls not distinct (subject, role_id, organization_id, project_id, resource, condition, expires_at)
);

create table invitation (
  id uuid primary key,
  organization_id uuid not null constraint invitation_organization_exists references organization (id),
  project_id uuid,
  name text not null,
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  email text not null constraint invitation_email_lower_case check (email = lower(email)),
  role_id uuid not null constraint invitation_role_exists references role (id),
  expires_at timestamptz not null,
  -- SHA-256 of a secret of 256 random bits, in base64url
  secret_hash text not null constraint invitation_secret_unique unique,
  -- Who must still be able to give the role when it is accepted; none for an operator.
  invited_by text,
  accepted_at timestamptz,
  accepted_by uuid
);

-- A membership is a binding of a built-in role on the whole organization.
insert into role_binding (id, organization_id, name, status, labels, annotations, version, created_at, updated_at, subject, role_id)
select gen_random_uuid(), o.id, r.built_in, 'ACTIVE', '{}', '{}', 1, u.updated_at, u.updated_at, type_id('user', u.id), r.id
from user_account u
cross join lateral jsonb_array_elements(u.memberships -> 'all') as m
join organization o on type_id('org', o.id) = m ->> 'organization'
join role r on r.built_in = m ->> 'role';


create index role_by_organization on role (organization_id, id);
create index role_by_name on role (name, id);
create index role_by_created_at on role (created_at, id);
create index role_by_updated_at on role (updated_at, id);
create index role_by_label on role using gin (labels jsonb_path_ops);

create index group_by_organization on user_group (organization_id, id);
create unique index group_by_text on user_group (type_id('grp', id));
create index group_by_name on user_group (name, id);
create index group_by_created_at on user_group (created_at, id);
create index group_by_updated_at on user_group (updated_at, id);
create index group_by_member on user_group using gin (members jsonb_path_ops);
create index group_by_label on user_group using gin (labels jsonb_path_ops);

create index service_account_by_organization on service_account (organization_id, id);
create index service_account_by_name on service_account (name, id);
create index service_account_by_created_at on service_account (created_at, id);
create index service_account_by_updated_at on service_account (updated_at, id);
create index service_account_by_label on service_account using gin (labels jsonb_path_ops);

create index binding_by_organization on role_binding (organization_id, id);
create index binding_by_project on role_binding (project_id, id);
create index binding_by_subject on role_binding (subject, id);
create index binding_by_role on role_binding (role_id, id);
create index binding_by_resource on role_binding (resource, id) where resource is not null;
create index binding_by_name on role_binding (name, id);
create index binding_by_created_at on role_binding (created_at, id);
create index binding_by_updated_at on role_binding (updated_at, id);
create index binding_by_label on role_binding using gin (labels jsonb_path_ops);

create index invitation_by_organization on invitation (organization_id, id);
create index invitation_by_name on invitation (name, id);
create index invitation_by_created_at on invitation (created_at, id);
create index invitation_by_updated_at on invitation (updated_at, id);
create index invitation_by_label on invitation using gin (labels jsonb_path_ops);
