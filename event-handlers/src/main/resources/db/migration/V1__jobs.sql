-- One row for each instance that ever had a job. Whoever changes a job of an instance holds the row's lock.
create table job_resource (
  resource      uuid   primary key,
  -- The highest token given to an order about the resource.
  fencing_token bigint not null default 0
);

create table job (
  id           uuid        primary key,
  kind         text        not null check (kind in ('ENSURE', 'REMOVE')),
  resource     uuid        not null references job_resource,
  generation   bigint      not null,
  organization uuid,
  project      uuid,
  provider     text        not null,
  -- What the instance shall be, as its event said; a work order is built from it.
  desired      text        not null,
  -- The steps as the public sees them, a JSON array, so that a page of jobs is one statement.
  steps        text        not null,
  status       text        not null check (status in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'RETRYING', 'CANCELLED')),
  version      bigint      not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  finished_at  timestamptz,
  constraint job_once unique (resource, generation, kind)
);

create index job_active on job (resource) where finished_at is null;
create index job_recent on job (created_at, id);
create index job_organization on job (organization, created_at, id);

create table job_step (
  id              uuid    primary key,
  job             uuid    not null references job on delete cascade,
  position        integer not null,
  kind            text    not null check (kind in ('ADDRESS', 'PROVISION', 'REMOVE')),
  status          text    not null check (status in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'RETRYING', 'CANCELLED')),
  operation_token text    not null,
  fencing_token   bigint  not null,
  attempt         integer not null,
  looks           integer not null,
  failures        integer not null,
  percent         integer not null,
  message         text,
  failure_code    text,
  failure_message text,
  -- When something must be done though nobody says a word, and what.
  due_at          timestamptz,
  due_action      text    check (due_action in ('ORDER', 'LOOK')),
  started_at      timestamptz,
  finished_at     timestamptz,
  constraint job_step_position unique (job, position),
  constraint job_step_due_whole check ((due_at is null) = (due_action is null))
);

create index job_step_due on job_step (due_at) where due_at is not null;

-- Addresses of instances, as ipam's events say.
create table instance_address (
  id       uuid   primary key,
  instance uuid   not null,
  address  text   not null
);

create index instance_address_instance on instance_address (instance);

-- Instances that got no address, and why.
create table address_refusal (
  instance uuid primary key,
  code     text not null,
  message  text not null
);
