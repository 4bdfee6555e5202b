-- Those of its secrets that whoever asked for them may not use: ids, a JSON array.
alter table job add column refused_secrets text not null default '[]';
alter table job alter column refused_secrets drop default;
