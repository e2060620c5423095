-- The first schema. Instants are UTC microseconds since 1970; ids are 32 hexadecimal digits; `part`
-- is the account's partition (partition.hpp), 0 for rows of the whole organisation. Statements are
-- the same text for both databases, so names match those in sql/postgresql.

create table setting (
  name  text not null primary key constraint setting_name check (name <> ''),
  part  integer not null default 0,
  value text not null
) strict, without rowid;

-- Where each account stands in its workflow.
create table account (
  num          integer primary key,  -- order of creation
  part         integer not null constraint account_part check (part between 0 and 255),
  id           text not null unique constraint account_id check (length(id) = 32),
  person       text not null,
  kind         text not null constraint account_kind
               check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary')),
  workflow     text not null constraint account_workflow check (workflow <> ''),
  state        text not null constraint account_state check (state <> ''),
  context      text not null,
  pending      text not null,
  login        text not null,
  address      text not null
               constraint account_address check (address = lower(address)),
  aliases      text not null,
  display_name text not null,
  directory_id text not null,
  revision     integer not null constraint account_revision check (revision >= 1)
) strict;
create index account_by_state on account (state, id);
create index account_by_person on account (person, num);

create table person (
  id         text not null primary key constraint person_id check (id <> ''),
  part       integer not null default 0,
  kind       text not null constraint person_kind
             check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary')),
  given_name text not null,
  surname    text not null,
  job_title  text not null,
  unit       text not null,
  manager    text not null,
  contact    text not null,
  on_staff   integer not null constraint person_on_staff check (on_staff in (0, 1))
) strict, without rowid;
create index person_on_staff_by_id on person (id) where on_staff = 1;

create table unit (
  id     text not null primary key constraint unit_id check (id <> ''),
  part   integer not null default 0,
  name   text not null,
  parent text not null constraint unit_parent check (parent <> id),
  head   text not null
) strict, without rowid;

-- Every address and login ever given; rows are never removed.
create table address_claim (
  address text not null primary key
          constraint claim_address check (address <> '' and address = lower(address)),
  part    integer not null constraint claim_part check (part between 0 and 255),
  stem    text not null,
  number  integer not null constraint claim_number check (number >= 0),
  account text not null constraint claim_account check (length(account) = 32)
) strict, without rowid;
create index address_claim_by_stem on address_claim (stem, number);

-- The trail. An entry's index comes from the head row, so there are no gaps.
create table journal_head (
  one  integer primary key constraint head_one check (one = 1),
  part integer not null default 0,
  size integer not null constraint head_size check (size >= 0),
  head blob not null
) strict;
insert into journal_head (one, size, head) values (1, 0, x'');

create table journal (
  idx       integer primary key constraint journal_idx check (idx >= 0),
  part      integer not null constraint journal_part check (part between 0 and 255),
  account   text not null,
  leaf      blob not null constraint journal_leaf check (length(leaf) between 1 and 65535),
  leaf_hash blob not null constraint journal_hash check (length(leaf_hash) = 32)
) strict;
create index journal_by_account on journal (account, idx);
create trigger journal_is_not_changed before update on journal
  begin select raise(abort, 'constraint failed: the journal is append-only'); end;
create trigger journal_is_not_shortened before delete on journal
  begin select raise(abort, 'constraint failed: the journal is append-only'); end;

-- Personal values that leaves commit to; the only part of the trail that can be erased.
create table journal_personal (
  idx     integer not null references journal (idx) deferrable initially deferred,
  num     integer not null,
  part    integer not null constraint personal_part check (part between 0 and 255),
  account text not null,
  name    text not null,
  salt    blob not null constraint personal_salt check (length(salt) = 32),
  value   blob not null,
  primary key (idx, num)
) strict, without rowid;
create index journal_personal_by_account on journal_personal (account, idx);

create table deadline (
  account text not null references account (id) deferrable initially deferred,
  event   text not null constraint deadline_event check (event <> ''),
  part    integer not null constraint deadline_part check (part between 0 and 255),
  due     integer not null constraint deadline_due check (due > 0),
  primary key (account, event)
) strict, without rowid;
create index deadline_by_due on deadline (due, account, event);

create table task (
  num       integer primary key,
  part      integer not null constraint task_part check (part between 0 and 255),
  id        text not null unique constraint task_id check (length(id) = 32),
  account   text not null,
  kind      text not null constraint task_kind check (kind <> ''),
  assignee  text not null,
  invoke    text not null,
  input     text not null,
  opened    integer not null,
  due       integer,
  status    text not null
            constraint task_status check (status in ('open', 'done', 'cancelled')),
  closed    integer,
  closed_by text not null default '',
  constraint task_closed_or_open check ((status = 'open') = (closed is null))
) strict;
create index task_open on task (opened, num) where status = 'open';
create index task_open_of_account on task (account, opened, num) where status = 'open';

create table hold (
  num       integer primary key,
  part      integer not null constraint hold_part check (part between 0 and 255),
  id        text not null unique constraint hold_id check (length(id) = 32),
  account   text not null constraint hold_account check (length(account) = 32),
  matter    text not null constraint hold_matter check (matter <> ''),
  placed_by text not null,
  placed    integer not null,
  lifted    integer,
  lifted_by text not null default ''
) strict;
create index hold_active on hold (account, num) where lifted is null;

-- A handled event keeps its id, so that it never happens twice, and nothing personal.
create table inbox (
  num     integer primary key,  -- order of arrival
  part    integer not null constraint inbox_part check (part between 0 and 255),
  id      text not null unique constraint inbox_id check (length(id) = 32),
  name    text not null constraint inbox_name check (name <> ''),
  at      integer not null,
  account text not null,
  actor   text not null,
  data    text not null,
  handled integer not null default 0 constraint inbox_handled check (handled in (0, 1))
) strict;
create index inbox_waiting on inbox (num) where handled = 0;

-- `ready` is when the effect may be claimed next: not_before, or the end of the holder's lease.
create table outbox (
  num         integer primary key,
  part        integer not null constraint outbox_part check (part between 0 and 255),
  id          text not null unique constraint outbox_id check (length(id) = 32),
  account     text not null,
  verb        text not null constraint outbox_verb check (verb <> ''),
  invoke      text not null,
  input       text not null,
  desired     text not null,
  created     integer not null,
  not_before  integer not null,
  attempts    integer not null default 0 constraint outbox_attempts check (attempts >= 0),
  ready       integer not null,
  epoch       integer constraint outbox_epoch check (epoch > 0),
  lease_until integer,
  trouble     text not null default '',
  status      text not null default 'open'
              constraint outbox_status check (status in ('open', 'closed')),
  outcome     text constraint outbox_outcome
              check (outcome in ('done', 'transient', 'throttled', 'denied', 'notFound', 'conflict',
                                 'invalid', 'unknownOutcome', 'abandoned')),
  facts       text not null default '{}',
  closed      integer,
  constraint outbox_closed_with_outcome
    check ((status = 'closed') = (outcome is not null)
           and (status = 'closed') = (closed is not null)),
  constraint outbox_leased_with_epoch check ((epoch is null) = (lease_until is null))
) strict;
create index outbox_ready on outbox (ready, num) where status = 'open';
create index outbox_ready_of_verb on outbox (verb, ready, num) where status = 'open';
create index outbox_open_of_account on outbox (account, num) where status = 'open';
create index outbox_created on outbox (verb, created);
-- An invoke waits for one thing at a time.
create unique index outbox_one_per_invoke on outbox (account, invoke)
  where status = 'open' and invoke <> '';

create table hr_list (
  num         integer primary key,
  part        integer not null default 0,
  id          text not null unique constraint list_id check (length(id) = 32),
  kind        text not null constraint list_kind
              check (kind in ('joiners', 'leavers', 'absences', 'staff')),
  digest      text not null,
  file_digest text not null,
  status      text not null constraint list_status
              check (status in ('previewed', 'held', 'released', 'applied')),
  report      text not null,
  at          integer not null,
  released_by text not null
) strict;
create index hr_list_by_digest on hr_list (digest, num);
create index hr_list_applied on hr_list (kind, at, num) where status = 'applied';

create table hr_list_count (
  num   integer primary key,
  part  integer not null default 0,
  list  text not null references hr_list (id) deferrable initially deferred,
  verb  text not null constraint count_verb check (verb <> ''),
  count integer not null constraint count_positive check (count >= 0),
  at    integer not null
) strict;
create index hr_list_count_by_verb on hr_list_count (verb, at);
