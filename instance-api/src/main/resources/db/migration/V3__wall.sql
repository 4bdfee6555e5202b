call wall_by_organization('instance_type');
call wall_by_organization('image');
call wall_by_organization('instance');
