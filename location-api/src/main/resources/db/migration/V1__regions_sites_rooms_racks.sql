create table region (
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
  parent_id uuid constraint region_parent_exists references region (id),
  constraint region_name_unique unique nulls not distinct (organization_id, parent_id, name),
  constraint region_not_its_own_parent check (id <> parent_id)
);

create table site (
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
  region_id uuid not null constraint site_region_exists references region (id),
  address text,
  latitude double precision constraint site_latitude_on_earth check (latitude between -90 and 90),
  longitude double precision constraint site_longitude_on_earth check (longitude between -180 and 180),
  time_zone text,
  constraint site_name_unique unique (organization_id, name)
);

create table room (
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
  site_id uuid not null constraint room_site_exists references site (id),
  floor text,
  constraint room_name_unique unique (site_id, name)
);

create table rack (
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
  room_id uuid not null constraint rack_room_exists references room (id),
  height_units int not null constraint rack_height_possible check (height_units between 1 and 100),
  power_budget_watts int constraint rack_power_positive check (power_budget_watts > 0),
  constraint rack_name_unique unique (room_id, name)
);

-- One index for each order of each list, always ending with the id, and one for each filter by reference.
create index region_by_organization on region (organization_id, id);
create index region_by_name on region (name, id);
create index region_by_created_at on region (created_at, id);
create index region_by_updated_at on region (updated_at, id);
create index region_by_parent on region (parent_id, id);
create index region_by_project on region (project_id, id);
create index region_by_label on region using gin (labels jsonb_path_ops);

create index site_by_organization on site (organization_id, id);
create index site_by_name on site (name, id);
create index site_by_created_at on site (created_at, id);
create index site_by_updated_at on site (updated_at, id);
create index site_by_region on site (region_id, id);
create index site_by_project on site (project_id, id);
create index site_by_label on site using gin (labels jsonb_path_ops);

create index room_by_organization on room (organization_id, id);
create index room_by_name on room (name, id);
create index room_by_created_at on room (created_at, id);
create index room_by_updated_at on room (updated_at, id);
create index room_by_site on room (site_id, id);
create index room_by_project on room (project_id, id);
create index room_by_label on room using gin (labels jsonb_path_ops);

create index rack_by_organization on rack (organization_id, id);
create index rack_by_name on rack (name, id);
create index rack_by_created_at on rack (created_at, id);
create index rack_by_updated_at on rack (updated_at, id);
create index rack_by_height on rack (height_units, id);
create index rack_by_room on rack (room_id, id);
create index rack_by_project on rack (project_id, id);
create index rack_by_label on rack using gin (labels jsonb_path_ops);
