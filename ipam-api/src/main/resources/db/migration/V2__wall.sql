call wall_by_organization('vrf');
call wall_by_organization('prefix');
call wall_by_organization('ip_address');
call wall_by_whole('free_range', 'prefix', 'prefix_id');
call wall_for_service('departed_instance');
