-- A client's change leaves its event, and no client reads what others left.
call wall_for_service('outbox');
do $$ begin
  execute 'create policy leaving on outbox for insert with check (' || wall_words('$somebody') || ')';
end $$;

call wall_for_service('inbox');
call wall_for_service('inbox_deferred');
call wall_for_service('event_lease');
