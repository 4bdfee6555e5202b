call wall_for_service('cursor_key');

-- What was answered to somebody.
call wall_where('idempotency', '$service or subject = $subject', '$service or subject = $subject');
