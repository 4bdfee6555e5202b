-- Which secrets an instance uses, and under which names: a JSON object of ids. What they are, nobody here knows.
alter table instance add column secrets jsonb not null default '{}';
alter table instance alter column secrets drop default;
