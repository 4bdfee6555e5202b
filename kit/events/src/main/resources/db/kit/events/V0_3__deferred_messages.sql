-- What cannot be done yet, and all that came after it about the same resource, waits here and no longer in the stream.
-- Rows of the earlier table only pointed at messages that the stream still holds, and brings again by itself.
drop table inbox_deferred;

create table inbox_deferred (
  consumer        text        not null,
  stream          text        not null,
  stream_sequence bigint      not null,
  resource        text        not null,
  subject         text        not null,
  headers         text        not null,
  body            bytea       not null,
  stored_at       timestamptz not null,
  failures        integer     not null,
  -- Null for what only waits for those before it.
  reason          text,
  -- Of a resource's messages, that of the first one counts.
  due_at          timestamptz not null,
  constraint inbox_deferred_once primary key (consumer, stream, stream_sequence)
);

create index inbox_deferred_in_order on inbox_deferred (consumer, stream, resource, stream_sequence);
