create table instance_type (
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
  vcpus int not null constraint instance_type_vcpus_possible check (vcpus between 1 and 1024),
  memory_mib int not null constraint instance_type_memory_possible check (memory_mib between 1 and 67108864),
  constraint instance_type_name_unique unique (organization_id, name)
);

create table image (
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
  operating_system text not null,
  operating_system_version text not null,
  architecture text not null,
  constraint image_name_unique unique (organization_id, name)
);

create table instance (
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
  management text not null,
  site_id uuid not null,
  rack_id uuid,
  prefix_id uuid,
  provider text,
  provider_reference text,
  generation int not null,
  instance_type_id uuid constraint instance_type_exists references instance_type (id),
  image_id uuid constraint instance_image_exists references image (id),
  -- Copied when it was ordered: neither can change in a type or an image, and events must say them.
  desired_vcpus int,
  desired_memory_mib int,
  image_name text,
  desired_power_state text,
  observed jsonb,
  -- Which report was the last one to count, so that an older one that comes late does not.
  reported_generation int not null default 0,
  reported_token bigint not null default 0,
  ended_operation text,
  constraint instance_name_unique unique nulls not distinct (organization_id, project_id, name),
  constraint instance_managed_whole check (
    case management
      when 'MANAGED' then num_nulls(provider, instance_type_id, image_id, desired_vcpus, desired_memory_mib, image_name,
                                    desired_power_state) = 0
      when 'ADOPTED' then num_nonnulls(provider, provider_reference, instance_type_id, image_id, desired_vcpus,
                                       desired_memory_mib, image_name, desired_power_state, prefix_id) = 0
      else false
    end)
);

-- One index for each order of each list, always ending with the id, and one for each filter by reference.
create index instance_type_by_organization on instance_type (organization_id, id);
create index instance_type_by_name on instance_type (name, id);
create index instance_type_by_created_at on instance_type (created_at, id);
create index instance_type_by_updated_at on instance_type (updated_at, id);
create index instance_type_by_vcpus on instance_type (vcpus, id);
create index instance_type_by_memory on instance_type (memory_mib, id);
create index instance_type_by_project on instance_type (project_id, id);
create index instance_type_by_label on instance_type using gin (labels jsonb_path_ops);

create index image_by_organization on image (organization_id, id);
create index image_by_name on image (name, id);
create index image_by_created_at on image (created_at, id);
create index image_by_updated_at on image (updated_at, id);
create index image_by_project on image (project_id, id);
create index image_by_label on image using gin (labels jsonb_path_ops);

create index instance_by_organization on instance (organization_id, id);
create index instance_by_name on instance (name, id);
create index instance_by_created_at on instance (created_at, id);
create index instance_by_updated_at on instance (updated_at, id);
create index instance_by_project on instance (project_id, id);
create index instance_by_site on instance (site_id, id);
create index instance_by_rack on instance (rack_id, id);
create index instance_by_prefix on instance (prefix_id, id);
create index instance_by_type on instance (instance_type_id, id);
create index instance_by_image on instance (image_id, id);
create index instance_by_label on instance using gin (labels jsonb_path_ops);
