-- The keys that sign tokens, as private JWKs (RFC 7517). They leave this table for the memory of the service only.
create table token_key (
  id text primary key,
  private_jwk text not null,
  signs_from timestamptz not null,
  created_at timestamptz not null default now()
);

insert into token_key (id, private_jwk, signs_from, created_at)
select cast(private_jwk as json) ->> 'kid', private_jwk, created_at, created_at
from signing_key;

drop table signing_key;

-- Argon2id (RFC 9106) in the PHC string format: algorithm, parameters and salt are in the text.
create table user_password (
  user_id uuid primary key constraint user_password_user_exists references user_account (id) on delete cascade,
  hash text not null,
  changed_at timestamptz not null default now()
);

-- A sign-in: the family of refresh tokens that follow from it. Once it has ended, none of them is good.
create table sign_in (
  id uuid primary key,
  user_id uuid not null constraint sign_in_user_exists references user_account (id) on delete cascade,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index sign_in_by_user on sign_in (user_id, id);
create index sign_in_by_end on sign_in (expires_at);

-- Refresh tokens by SHA-256. One that was used stays, so that its second use shows that it was stolen.
create table refresh_token (
  digest bytea primary key,
  sign_in_id uuid not null constraint refresh_token_sign_in_exists references sign_in (id) on delete cascade,
  used_at timestamptz
);

create index refresh_token_by_sign_in on refresh_token (sign_in_id);

-- What is revoked before its end: ids of tokens, sign-ins and personal access tokens.
create table revoked (
  id text primary key,
  shelf text not null,
  expires_at timestamptz not null
);

create index revoked_by_shelf on revoked (shelf, expires_at);

-- Each shelf is told as one message; its row's lock keeps their order.
create table revocation_shelf (
  id text primary key,
  version bigint not null
);

insert into revocation_shelf (id, version)
select shelf, 0 from unnest(string_to_array('0123456789abcdefghjkmnpqrstvwxyz', null)) shelf;

-- The secrets of service accounts by SHA-256; an account may have several, so that they can be replaced one by one.
create table service_account_secret (
  id uuid primary key,
  service_account_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  constraint service_account_secret_unique unique (digest)
);

create index service_account_secret_by_account on service_account_secret (service_account_id, id);
