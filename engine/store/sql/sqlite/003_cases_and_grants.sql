-- Cases, the grants that they open, and who may decide for whom. `case` and `grant` are words of SQL.

create table case_file (
  num       integer primary key,  -- order of asking
  part      integer not null constraint case_part check (part between 0 and 255),
  id        text not null unique constraint case_id check (length(id) = 32),
  workflow  text not null constraint case_workflow check (workflow <> ''),
  subject   text not null constraint case_subject check (length(subject) = 32),
  requester text not null,
  state     text not null constraint case_state check (state <> ''),
  context   text not null,
  pending   text not null,
  opened    integer not null,
  closed    integer not null constraint case_closed check (closed in (0, 1)),
  revision  integer not null constraint case_revision check (revision >= 1)
) strict;
create index case_open_of_subject on case_file (subject, num) where closed = 0;
create index case_open on case_file (num) where closed = 0;

-- A right in somebody else's mailbox. Only its end may change; a row is never removed.
create table access_grant (
  num            integer primary key,  -- order of opening
  part           integer not null constraint grant_part check (part between 0 and 255),
  id             text not null unique constraint grant_id check (length(id) = 32),
  from_case      text not null references case_file (id) deferrable initially deferred,
  subject        text not null constraint grant_subject check (length(subject) = 32),
  kind           text not null constraint grant_kind
                 check (kind in ('autoReply', 'extract', 'forward', 'read', 'onBehalf', 'full')),
  holder         text not null,
  holder_login   text not null,
  holder_address text not null,
  message        text not null,
  purpose        text not null,
  clause         text not null constraint grant_clause check (clause <> ''),
  told           text not null constraint grant_told check (told <> ''),
  opened         integer not null,
  ends           integer constraint grant_ends check (ends is null or ends > opened),
  closed         integer,
  closed_because text not null default '',
  constraint grant_closed_for_a_reason check ((closed is null) = (closed_because = '')),
  constraint grant_has_a_holder check ((kind = 'autoReply') or (holder <> ''))
) strict;
create index grant_of_subject on access_grant (subject, num);
create index grant_of_holder on access_grant (holder, num) where closed is null;
create index grant_open on access_grant (num) where closed is null;

create table designation (
  num       integer primary key,
  part      integer not null default 0,
  id        text not null unique constraint designation_id check (length(id) = 32),
  principal text not null constraint designation_principal check (principal <> ''),
  designee  text not null constraint designation_designee check (designee <> ''),
  deputy    integer not null constraint designation_deputy check (deputy in (0, 1)),
  starts    integer not null,
  ends      integer not null constraint designation_ends check (ends > starts),
  made_by   text not null,
  ended     integer,
  constraint designation_of_somebody_else check (principal <> designee)
) strict;
create index designation_of_designee on designation (designee, num) where ended is null;
