-- The newest revision of the policy that anything asked of the job was decided by; 0 for none.
alter table job add column policy_revision bigint not null default 0;
alter table job alter column policy_revision drop default;
