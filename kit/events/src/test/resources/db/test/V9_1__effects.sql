-- What handlers under test do: one row per effect, in the order of the commits.
create table effect (
  place    bigint generated always as identity primary key,
  consumer text   not null,
  resource text   not null,
  version  bigint not null
);
