create table vrf (
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
  route_distinguisher text,
  description text constraint vrf_description_short check (length(description) <= 500),
  constraint vrf_name_unique unique (organization_id, name),
  constraint vrf_route_distinguisher_unique unique (organization_id, route_distinguisher)
);

-- Networks and addresses are written and read as canonical text; what PostgreSQL computes with is derived from it here.
--
-- The tree of a VRF cannot be wrong: each prefix lies strictly inside its parent, which is of the same table, and those
-- beside each other do not overlap; so a prefix's parent is always the smallest one around it.
create table prefix (
  id uuid primary key,
  organization_id uuid not null,
  project_id uuid,
  name text not null constraint prefix_named check (name <> ''),
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  network_text text not null,
  vrf_id uuid constraint prefix_vrf_exists references vrf (id),
  parent_id uuid,
  parent_network_text text,
  site_id uuid,
  description text constraint prefix_description_short check (length(description) <= 500),
  -- Derived from the others.
  network cidr not null generated always as (cast(network_text as cidr)) stored,
  -- The routing table: the VRF, or the global table of the organization.
  table_id uuid not null generated always as (coalesce(vrf_id, organization_id)) stored,
  parent_network cidr generated always as (cast(parent_network_text as cidr)) stored,
  -- What it shares with those beside it.
  space_id uuid not null generated always as (coalesce(parent_id, vrf_id, organization_id)) stored,
  constraint prefix_place unique (id, table_id, network),
  constraint prefix_in_parent check (network << parent_network),
  constraint prefix_parent_whole check ((parent_id is null) = (parent_network_text is null)),
  -- Deferred, because prefixes move into one that is about to be, and out of one that has just gone.
  constraint prefix_parent_exists foreign key (parent_id, table_id, parent_network)
    references prefix (id, table_id, network) deferrable initially deferred,
  constraint prefix_siblings_apart exclude using gist (space_id with =, network inet_ops with &&)
);

create table ip_address (
  id uuid primary key,
  organization_id uuid not null,
  project_id uuid,
  name text not null constraint ip_address_named check (name <> ''),
  status text not null,
  labels jsonb not null,
  annotations jsonb not null,
  version bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deletion_requested_at timestamptz,
  address_text text not null,
  vrf_id uuid,
  prefix_id uuid not null,
  prefix_network_text text not null,
  instance_id uuid,
  dns_name text,
  role text,
  -- Derived from the others.
  address inet not null generated always as (cast(address_text as inet)) stored,
  table_id uuid not null generated always as (coalesce(vrf_id, organization_id)) stored,
  prefix_network cidr not null generated always as (cast(prefix_network_text as cidr)) stored,
  constraint ip_address_without_mask check (masklen(address) = case family(address) when 4 then 32 else 128 end),
  constraint ip_address_in_prefix check (address <<= prefix_network),
  constraint ip_address_prefix_exists foreign key (prefix_id, table_id, prefix_network)
    references prefix (id, table_id, network) deferrable initially deferred,
  constraint ip_address_unique unique (table_id, address)
);

-- What is free in each prefix: all of its network, but for the prefixes and addresses directly in it. The ranges are
-- disjoint, and never adjacent. They are found by their end, which stays when a range is used up from its start.
create table free_range (
  prefix_id uuid not null constraint free_range_prefix_exists references prefix (id),
  first inet not null,
  last inet not null,
  constraint free_range_by_end primary key (prefix_id, last),
  constraint free_range_forwards check (first <= last)
);

create function lowest_of(network cidr) returns inet immutable parallel safe
  return set_masklen(cast(network as inet), case family(network) when 4 then 32 else 128 end);

create function highest_of(network cidr) returns inet immutable parallel safe
  return set_masklen(broadcast(cast(network as inet)), case family(network) when 4 then 32 else 128 end);

-- Takes the range a to b out of what is free in a prefix; refused when any of it is not free.
create function take_space(p uuid, a inet, b inet) returns void language plpgsql as $$
declare
  r free_range;
begin
  perform 1 from prefix where id = p for no key update;
  select * into r from free_range where prefix_id = p and last >= a order by last limit 1;
  if not found or r.first > a or r.last < b then
    raise exception '% to % is not free in prefix %', a, b, p
      using errcode = 'exclusion_violation', constraint = 'ip_space_taken_once';
  end if;
  if r.last > b then
    update free_range set first = b + 1 where prefix_id = p and last = r.last;
  else
    delete from free_range where prefix_id = p and last = r.last;
  end if;
  if r.first < a then
    insert into free_range (prefix_id, first, last) values (p, r.first, a - 1);
  end if;
end $$;

-- Gives the range a to b back, and joins it with what is free beside it.
create function give_space(p uuid, a inet, b inet) returns void language plpgsql as $$
declare
  network cidr;
  low inet := a;
  after free_range;
begin
  select n.network into strict network from prefix n where n.id = p for no key update;
  if a > lowest_of(network) then
    delete from free_range where prefix_id = p and last = a - 1 returning first into low;
    low := coalesce(low, a);
  end if;
  if b < highest_of(network) then
    select * into after from free_range where prefix_id = p and last > b order by last limit 1;
    if found and after.first = b + 1 then
      update free_range set first = low where prefix_id = p and last = after.last;
      return;
    end if;
  end if;
  insert into free_range (prefix_id, first, last) values (p, low, b);
end $$;

create function on_address_taken() returns trigger language plpgsql as $$
begin
  perform take_space(new.prefix_id, new.address, new.address);
  return null;
end $$;

create function on_address_given() returns trigger language plpgsql as $$
begin
  perform give_space(old.prefix_id, old.address, old.address);
  return null;
end $$;

-- A new prefix inherits what was free of its network. What was not free moves into it beside this, and stays taken.
create function on_prefix_created() returns trigger language plpgsql as $$
declare
  low constant inet := lowest_of(new.network);
  high constant inet := highest_of(new.network);
  r record;
begin
  if new.parent_id is null then
    insert into free_range (prefix_id, first, last) values (new.id, low, high);
    perform take_space(new.id, lowest_of(network), highest_of(network)) from prefix where parent_id = new.id;
    return null;
  end if;
  perform 1 from prefix where id = new.parent_id for no key update;
  for r in select * from free_range where prefix_id = new.parent_id and last >= low order by last loop
    exit when r.first > high;
    delete from free_range where prefix_id = new.parent_id and last = r.last;
    if r.first < low then
      insert into free_range (prefix_id, first, last) values (new.parent_id, r.first, low - 1);
    end if;
    if r.last > high then
      insert into free_range (prefix_id, first, last) values (new.parent_id, high + 1, r.last);
    end if;
    insert into free_range (prefix_id, first, last) values (new.id, greatest(r.first, low), least(r.last, high));
  end loop;
  return null;
end $$;

create function on_prefix_deleted() returns trigger language plpgsql as $$
declare
  r record;
begin
  for r in delete from free_range where prefix_id = old.id returning first, last loop
    if old.parent_id is not null then
      perform give_space(old.parent_id, r.first, r.last);
    end if;
  end loop;
  return old;
end $$;

create trigger address_taken after insert on ip_address for each row execute function on_address_taken();
create trigger address_given after delete on ip_address for each row execute function on_address_given();
create trigger prefix_created after insert on prefix for each row execute function on_prefix_created();
create trigger prefix_deleted before delete on prefix for each row execute function on_prefix_deleted();

-- Which instances are gone. Their creation may be told after their end, and must then have no effect.
create table departed_instance (
  instance_id uuid primary key,
  departed_at timestamptz not null default now()
);

-- One index for each order of each list, always ending with the id, and one for each filter.
create index vrf_by_organization on vrf (organization_id, id);
create index vrf_by_name on vrf (name, id);
create index vrf_by_created_at on vrf (created_at, id);
create index vrf_by_updated_at on vrf (updated_at, id);
create index vrf_by_project on vrf (project_id, id);
create index vrf_by_label on vrf using gin (labels jsonb_path_ops);
create index vrf_by_route_distinguisher on vrf (route_distinguisher, id);
create index vrf_by_description on vrf (description, id);

create index prefix_by_organization on prefix (organization_id, id);
create index prefix_by_name on prefix (name, id);
create index prefix_by_created_at on prefix (created_at, id);
create index prefix_by_updated_at on prefix (updated_at, id);
create index prefix_by_project on prefix (project_id, id);
create index prefix_by_label on prefix using gin (labels jsonb_path_ops);
create index prefix_by_network on prefix (network, id);
create index prefix_by_containment on prefix using gist (network inet_ops);
create index prefix_by_table on prefix using gist (table_id, network inet_ops);
create index prefix_by_vrf on prefix (vrf_id, id);
create index prefix_by_parent on prefix (parent_id, id);
create index prefix_by_site on prefix (site_id, id);
create index prefix_by_description on prefix (description, id);

create index ip_address_by_organization on ip_address (organization_id, id);
create index ip_address_by_name on ip_address (name, id);
create index ip_address_by_created_at on ip_address (created_at, id);
create index ip_address_by_updated_at on ip_address (updated_at, id);
create index ip_address_by_project on ip_address (project_id, id);
create index ip_address_by_label on ip_address using gin (labels jsonb_path_ops);
create index ip_address_by_address on ip_address (address, id);
create index ip_address_by_containment on ip_address using gist (address inet_ops);
create index ip_address_by_prefix on ip_address (prefix_id, id);
create index ip_address_by_vrf on ip_address (vrf_id, id);
create index ip_address_by_instance on ip_address (instance_id, id);
create index ip_address_by_dns_name on ip_address (dns_name, id);
create index ip_address_by_role on ip_address (role, id);
