-- Whoever leaves is asked for by name: see engine/decisions/0042-whom-a-case-rests-on.md.

-- Who has agreed to a case that is open (context `agreed.0`, `agreed.1`, ...: "1004,1005").
create table case_agreed (
  person text collate "C" not null constraint case_agreed_person check (person <> ''),
  num    bigint not null references case_file (num),
  primary key (person, num)
);
create index case_agreed_of_case on case_agreed (num);
insert into case_agreed (person, num)
  select distinct who.person, c.num
  from case_file c cross join lateral json_each_text(c.context::json) said
       cross join lateral regexp_split_to_table(said.value, ',') who (person)
  where c.closed = 0 and said.key like 'agreed.%' and who.person <> '';

-- Who may answer a task that is open (input `eligible`).
create table task_asks (
  person text collate "C" not null constraint task_asks_person check (person <> ''),
  num    bigint not null references task (num),
  primary key (person, num)
);
create index task_asks_of_task on task_asks (num);
insert into task_asks (person, num)
  select distinct who.person, t.num
  from task t cross join lateral json_each_text(t.input::json) said
       cross join lateral regexp_split_to_table(said.value, ',') who (person)
  where t.status = 'open' and said.key = 'eligible' and who.person <> '';
