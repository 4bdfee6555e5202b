-- What belongs to no organization is for operators alone.
call wall_by_organization('job', 'organization');
call wall_by_whole('job_step', 'job', 'job');
call wall_by_whole('job_log', 'job_step', 'step');
call wall_by_organization('reconciliation', 'organization');
call wall_by_organization('secret', 'organization');

-- Providers serve many organizations, and which ones they serve is for each statement to say.
call wall_for_readers('provider');
call wall_for_readers('reconciliation_policy');

call wall_for_service('job_resource');
call wall_for_service('instance_address');
call wall_for_service('address_refusal');
call wall_for_service('reconciliation_correction');
