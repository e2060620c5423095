-- Cases, the grants that they open, and who may decide for whom. `case` and `grant` are words of SQL.

create table case_file (
  num       bigint generated always as identity primary key,  -- order of asking
  part      bigint not null constraint case_part check (part between 0 and 255),
  id        text collate "C" not null unique constraint case_id check (length(id) = 32),
  workflow  text collate "C" not null constraint case_workflow check (workflow <> ''),
  subject   text collate "C" not null constraint case_subject check (length(subject) = 32),
  requester text collate "C" not null,
  state     text collate "C" not null constraint case_state check (state <> ''),
  context   text collate "C" not null,
  pending   text collate "C" not null,
  opened    bigint not null,
  closed    bigint not null constraint case_closed check (closed in (0, 1)),
  revision  bigint not null constraint case_revision check (revision >= 1)
);
create index case_open_of_subject on case_file (subject, num) where closed = 0;
create index case_open on case_file (num) where closed = 0;

-- A right in somebody else's mailbox. Only its end may change; a row is never removed.
create table access_grant (
  num            bigint generated always as identity primary key,  -- order of opening
  part           bigint not null constraint grant_part check (part between 0 and 255),
  id             text collate "C" not null unique constraint grant_id check (length(id) = 32),
  from_case      text collate "C" not null references case_file (id) deferrable initially deferred,
  subject        text collate "C" not null constraint grant_subject check (length(subject) = 32),
  kind           text collate "C" not null constraint grant_kind
                 check (kind in ('autoReply', 'extract', 'forward', 'read', 'onBehalf', 'full')),
  holder         text collate "C" not null,
  holder_login   text collate "C" not null,
  holder_address text collate "C" not null,
  message        text collate "C" not null,
  purpose        text collate "C" not null,
  clause         text collate "C" not null constraint grant_clause check (clause <> ''),
  told           text collate "C" not null constraint grant_told check (told <> ''),
  opened         bigint not null,
  ends           bigint constraint grant_ends check (ends is null or ends > opened),
  closed         bigint,
  closed_because text collate "C" not null default '',
  constraint grant_closed_for_a_reason check ((closed is null) = (closed_because = '')),
  constraint grant_has_a_holder check ((kind = 'autoReply') or (holder <> ''))
);
create index grant_of_subject on access_grant (subject, num);
create index grant_of_holder on access_grant (holder, num) where closed is null;
create index grant_open on access_grant (num) where closed is null;

create table designation (
  num       bigint generated always as identity primary key,
  part      bigint not null default 0,
  id        text collate "C" not null unique constraint designation_id check (length(id) = 32),
  principal text collate "C" not null constraint designation_principal check (principal <> ''),
  designee  text collate "C" not null constraint designation_designee check (designee <> ''),
  deputy    bigint not null constraint designation_deputy check (deputy in (0, 1)),
  starts    bigint not null,
  ends      bigint not null constraint designation_ends check (ends > starts),
  made_by   text collate "C" not null,
  ended     bigint,
  constraint designation_of_somebody_else check (principal <> designee)
);
create index designation_of_designee on designation (designee, num) where ended is null;
