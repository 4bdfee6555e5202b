-- What leaves this service. A row is written in the transaction of the change it tells of.
create table outbox (
  id               bigint generated always as identity primary key,
  message_id       text        not null constraint outbox_message_id unique,
  subject          text        not null,
  headers          text        not null default '{}',
  body             text        not null,
  -- Rows of one ordering key are published one after the other, in the order of their ids.
  ordering_key     text        not null,
  -- The three are set for change events, and null for other messages.
  event_type       text,
  resource         text,
  resource_version bigint,
  created_at       timestamptz not null default clock_timestamp(),
  published_at     timestamptz,
  constraint outbox_resource_version unique (resource, resource_version),
  constraint outbox_change_whole check ((resource is null) = (resource_version is null) and (resource is null) = (event_type is null))
);

create index outbox_unpublished on outbox (id) where published_at is null;
create index outbox_published_at on outbox (published_at) where published_at is not null;

-- What arrived and took effect. The row is written in the transaction of the effect.
create table inbox (
  consumer    text        not null,
  event_id    text        not null,
  handled_at  timestamptz not null default clock_timestamp(),
  constraint inbox_once primary key (consumer, event_id)
);

create index inbox_handled_at on inbox (handled_at);

-- What arrived, and shall be tried again. Later messages about the same resource wait for it.
create table inbox_deferred (
  consumer        text        not null,
  stream          text        not null,
  stream_sequence bigint      not null,
  event_id        text        not null,
  resource        text        not null,
  failures        integer     not null,
  reason          text        not null,
  due_at          timestamptz not null,
  constraint inbox_deferred_once primary key (consumer, stream, stream_sequence)
);

-- Who alone may relay the outbox, or run a consumer. The epoch grows with every change of hands.
create table event_lease (
  name       text        primary key,
  holder     text        not null,
  epoch      bigint      not null,
  expires_at timestamptz not null
);
