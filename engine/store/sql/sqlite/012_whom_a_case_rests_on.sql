-- Whoever leaves is asked for by name: see engine/decisions/0042-whom-a-case-rests-on.md.

-- Who has agreed to a case that is open (context `agreed.0`, `agreed.1`, ...: "1004,1005").
create table case_agreed (
  person text not null constraint case_agreed_person check (person <> ''),
  num    integer not null references case_file (num),
  primary key (person, num)
) strict, without rowid;
create index case_agreed_of_case on case_agreed (num);
insert into case_agreed (person, num)
  select distinct who.value, c.num
  from case_file c, json_each(c.context) said,
       json_each('[' || replace(json_quote(said.value), ',', '","') || ']') who
  where c.closed = 0 and said.key glob 'agreed.*' and who.value <> '';

-- Who may answer a task that is open (input `eligible`).
create table task_asks (
  person text not null constraint task_asks_person check (person <> ''),
  num    integer not null references task (num),
  primary key (person, num)
) strict, without rowid;
create index task_asks_of_task on task_asks (num);
insert into task_asks (person, num)
  select distinct who.value, t.num
  from task t, json_each(t.input) said,
       json_each('[' || replace(json_quote(said.value), ',', '","') || ']') who
  where t.status = 'open' and said.key = 'eligible' and who.value <> '';
