-- It holds the id of a job from now on; a correction that was under way is found out by the next look.
update reconciliation set correction = null where correction is not null;
