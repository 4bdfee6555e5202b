call wall_by_organization('organization');
call wall_by_organization('project');
call wall_by_organization('user_group');
call wall_by_organization('service_account');
call wall_by_organization('role_binding');
call wall_by_organization('invitation');
call wall_by_organization('trusted_issuer');

-- Everybody has the built-in roles.
call wall_where('role', 'organization_id is null or $organizations or organization_id in $reach',
  '$organizations or organization_id in $reach');

-- Users belong to one organization, are members of several, and know themselves.
call wall_where('user_account',
  $users$
    $organizations or organization_id in $reach
    or exists (select 1 from jsonb_array_elements(memberships -> 'all') as membership(one)
               where one ->> 'organization' in (select type_id('org', reached) from $reach as reach(reached)))
    or type_id('user', id) = $subject
  $users$,
  '$organizations or organization_id in $reach');

-- Not even an organization's owners have anything to do with their people's tokens.
call wall_where('personal_access_token',
  '$organizations or type_id(''user'', user_id) = $subject', '$organizations or type_id(''user'', user_id) = $subject');

-- What is known of somebody before anybody is known.
call wall_for_service('token_key');
call wall_for_service('user_password');
call wall_for_service('sign_in');
call wall_for_service('refresh_token');
call wall_for_service('revoked');
call wall_for_service('revocation_shelf');
call wall_for_service('service_account_secret');

-- policy_clock holds one number, in whose order all changes come.
