call wall_by_organization('region');
call wall_by_organization('site');
call wall_by_organization('room');
call wall_by_organization('rack');
