alter table job drop constraint job_kind_check;
alter table job add constraint job_kind_check check (kind in ('ENSURE', 'REMOVE', 'RECONCILE'));

-- An instance may be put right any number of times in one generation.
alter table job drop constraint job_once;
create unique index job_once on job (resource, generation, kind) where kind <> 'RECONCILE';

alter table job
  -- What is sent first when not everything can be: 0 to 100.
  add column priority    integer     not null default 50 check (priority between 0 and 100),
  -- Since when its order waits for its turn at the provider.
  add column queued_at   timestamptz,
  -- Whether the provider has an order of it that is not answered.
  add column in_flight   boolean     not null default false,
  add column deadline    timestamptz not null default now() + interval '1 day',
  -- When it is next too late for something: the earliest of its deadline and its current step's.
  add column expires_at  timestamptz,
  -- The trace of the change that it is about; everything it sends belongs to it.
  add column traceparent text,
  -- Who gave up on the provider, and why.
  add column abandoned_by     text,
  add column abandoned_reason text,
  -- Where it is: ids, a JSON array.
  add column locations text not null default '[]';

alter table job
  alter column priority drop default,
  alter column in_flight drop default,
  alter column locations drop default,
  alter column deadline drop default;

update job j set in_flight = true
where exists (select 1 from job_step s where s.job = j.id and s.status = 'RUNNING' and s.attempt > 0);
update job set expires_at = deadline where finished_at is null;

create index job_queue on job (provider, priority desc, queued_at, id) where queued_at is not null;
create index job_in_flight on job (provider) where in_flight;
create index job_expiry on job (expires_at) where expires_at is not null;
create index job_provider on job (provider, created_at, id);

alter table job_step drop constraint job_step_kind_check;
alter table job_step add constraint job_step_kind_check check (kind in ('ADDRESS', 'PROVISION', 'REMOVE', 'CORRECT'));
alter table job_step
  add column deadline  timestamptz,
  add column failure_kind text check (failure_kind in ('TRANSIENT', 'PERMANENT', 'UNKNOWN')),
  -- How many lines were ever logged; the oldest are dropped.
  add column log_lines bigint not null default 0;
alter table job_step alter column log_lines drop default;

-- What providers say while they work, for people.
create table job_log (
  -- A UUIDv7 whose order is that in which the lines came.
  id         uuid        primary key,
  step       uuid        not null references job_step on delete cascade,
  text       text        not null,
  created_at timestamptz not null
);

create index job_log_step on job_log (step, id);
