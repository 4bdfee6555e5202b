-- What the consumer does with each event: one row, the smallest effect that is durable.
create table effect (
  event text primary key,
  at    timestamptz not null default clock_timestamp()
);
