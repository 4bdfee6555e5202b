-- The second wall around rows. The first one is in the statements: each asks for what its viewer may see. This one holds
-- where a statement forgets that. The role that a service works with owns no table and cannot change any of this.
--
-- Each session says what it reaches, in the setting orrery.reach: '{<id>,<id>}' are organizations, 'everywhere' is all of
-- them, 'service' is the service's own work. Whoever has said nothing reaches nothing. orrery.subject says who asks.
--
-- The settings are read in sub-selects, once for a statement and not for each row; organizations are looked up in a hash
-- table, so that a thousand cost what one does.

-- What a policy asks, by the words that it is made of:
--   $organizations  whether the session reaches all organizations
--   $reach          the ids of those that it reaches
--   $service        whether it is the service's own work
--   $somebody       whether it has said anything
--   $subject        who asks
create function wall_words(condition text) returns text immutable
  return replace(replace(replace(replace(replace(condition,
    '$organizations', $$(select current_setting('orrery.reach', true) in ('service', 'everywhere'))$$),
    '$reach', $$(select unnest(case when current_setting('orrery.reach', true) like '{%' then cast(current_setting('orrery.reach', true) as uuid[]) end))$$),
    '$service', $$(select coalesce(current_setting('orrery.reach', true), '') = 'service')$$),
    '$somebody', $$(select coalesce(current_setting('orrery.reach', true), '') <> '')$$),
    '$subject', $$(select nullif(current_setting('orrery.subject', true), ''))$$);

-- Rows that are reached where the one condition holds, and may become what the other one says.
create procedure wall_where(of_table text, seen text, written text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', of_table);
  -- The owner, too: what runs with the owner's rights on behalf of a session reaches no more than that session.
  execute format('alter table %I force row level security', of_table);
  execute format('create policy wall on %I using (%s) with check (%s)', of_table, wall_words(seen), wall_words(written));
end $$;

-- Each row belongs to an organization.
create procedure wall_by_organization(of_table text, column_name text default 'organization_id') language plpgsql as $$
declare
  condition constant text := format('$organizations or %I in $reach', column_name);
begin
  call wall_where(of_table, condition, condition);
end $$;

-- Each row is a part of a row of another table, and is reached where that one is.
create procedure wall_by_whole(of_table text, whole text, column_name text) language plpgsql as $$
declare
  condition constant text :=
    format('$service or exists (select 1 from %I as whole where whole.id = %I.%I)', whole, of_table, column_name);
begin
  call wall_where(of_table, condition, condition);
end $$;

-- No client has anything to do with the rows.
create procedure wall_for_service(of_table text) language plpgsql as $$
begin
  call wall_where(of_table, '$service', '$service');
end $$;

-- The rows belong to nobody: whoever is somebody reads them, and the service writes them.
create procedure wall_for_readers(of_table text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', of_table);
  execute format('alter table %I force row level security', of_table);
  execute format('create policy wall on %I using (%s)', of_table, wall_words('$service'));
  execute format('create policy readers on %I for select using (%s)', of_table, wall_words('$somebody'));
end $$;

-- Which migrations were done is the owner's to say.
do $$
declare
  somebody record;
begin
  for somebody in
    select distinct cast(given.grantee as regrole) as role
    from pg_class c cross join lateral aclexplode(c.relacl) as given
    where c.oid = cast('flyway_schema_history' as regclass) and given.grantee not in (0, c.relowner)
  loop
    execute format('revoke all on flyway_schema_history from %s', somebody.role);
  end loop;
end $$;
