-- The first schema. Instants are UTC microseconds since 1970; ids are 32 hexadecimal digits; `part`
-- is the account's partition (partition.hpp), 0 for rows of the whole organisation. Statements are
-- the same text for both databases, so names match those in sql/sqlite, and octets are of a domain
-- `blob`. Text sorts by its octets (collate "C"), as in SQLite, whatever the cluster's locale.

create domain blob as bytea;

create table setting (
  name  text collate "C" not null primary key constraint setting_name check (name <> ''),
  part  bigint not null default 0,
  value text collate "C" not null
);

-- Where each account stands in its workflow.
create table account (
  num          bigint generated always as identity primary key,  -- order of creation
  part         bigint not null constraint account_part check (part between 0 and 255),
  id           text collate "C" not null unique constraint account_id check (length(id) = 32),
  person       text collate "C" not null,
  kind         text collate "C" not null constraint account_kind
               check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary')),
  workflow     text collate "C" not null constraint account_workflow check (workflow <> ''),
  state        text collate "C" not null constraint account_state check (state <> ''),
  context      text collate "C" not null,
  pending      text collate "C" not null,
  login        text collate "C" not null,
  address      text collate "C" not null
               constraint account_address check (address = lower(address)),
  aliases      text collate "C" not null,
  display_name text collate "C" not null,
  directory_id text collate "C" not null,
  revision     bigint not null constraint account_revision check (revision >= 1)
);
create index account_by_state on account (state, id);
create index account_by_person on account (person, num);

create table person (
  id         text collate "C" not null primary key constraint person_id check (id <> ''),
  part       bigint not null default 0,
  kind       text collate "C" not null constraint person_kind
             check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary')),
  given_name text collate "C" not null,
  surname    text collate "C" not null,
  job_title  text collate "C" not null,
  unit       text collate "C" not null,
  manager    text collate "C" not null,
  contact    text collate "C" not null,
  on_staff   bigint not null constraint person_on_staff check (on_staff in (0, 1))
);
create index person_on_staff_by_id on person (id) where on_staff = 1;

create table unit (
  id     text collate "C" not null primary key constraint unit_id check (id <> ''),
  part   bigint not null default 0,
  name   text collate "C" not null,
  parent text collate "C" not null constraint unit_parent check (parent <> id),
  head   text collate "C" not null
);

-- Every address and login ever given; rows are never removed.
create table address_claim (
  address text collate "C" not null primary key
          constraint claim_address check (address <> '' and address = lower(address)),
  part    bigint not null constraint claim_part check (part between 0 and 255),
  stem    text collate "C" not null,
  number  bigint not null constraint claim_number check (number >= 0),
  account text collate "C" not null constraint claim_account check (length(account) = 32)
);
create index address_claim_by_stem on address_claim (stem, number);

-- The trail. An entry's index comes from the head row, so there are no gaps.
create table journal_head (
  one  bigint primary key constraint head_one check (one = 1),
  part bigint not null default 0,
  size bigint not null constraint head_size check (size >= 0),
  head blob not null
);
insert into journal_head (one, size, head) values (1, 0, '');

create table journal (
  idx       bigint primary key constraint journal_idx check (idx >= 0),
  part      bigint not null constraint journal_part check (part between 0 and 255),
  account   text collate "C" not null,
  leaf      blob not null constraint journal_leaf check (length(leaf) between 1 and 65535),
  leaf_hash blob not null constraint journal_hash check (length(leaf_hash) = 32)
);
create index journal_by_account on journal (account, idx);
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = 'check_violation';
end $$;
create trigger journal_is_not_changed before update or delete on journal
  for each row execute function journal_is_append_only();
create trigger journal_is_not_shortened before truncate on journal
  for each statement execute function journal_is_append_only();

-- Personal values that leaves commit to; the only part of the trail that can be erased.
create table journal_personal (
  idx     bigint not null references journal (idx) deferrable initially deferred,
  num     bigint not null,
  part    bigint not null constraint personal_part check (part between 0 and 255),
  account text collate "C" not null,
  name    text collate "C" not null,
  salt    blob not null constraint personal_salt check (length(salt) = 32),
  value   blob not null,
  primary key (idx, num)
);
create index journal_personal_by_account on journal_personal (account, idx);

create table deadline (
  account text collate "C" not null references account (id) deferrable initially deferred,
  event   text collate "C" not null constraint deadline_event check (event <> ''),
  part    bigint not null constraint deadline_part check (part between 0 and 255),
  due     bigint not null constraint deadline_due check (due > 0),
  primary key (account, event)
);
create index deadline_by_due on deadline (due, account, event);

create table task (
  num       bigint generated always as identity primary key,
  part      bigint not null constraint task_part check (part between 0 and 255),
  id        text collate "C" not null unique constraint task_id check (length(id) = 32),
  account   text collate "C" not null,
  kind      text collate "C" not null constraint task_kind check (kind <> ''),
  assignee  text collate "C" not null,
  invoke    text collate "C" not null,
  input     text collate "C" not null,
  opened    bigint not null,
  due       bigint,
  status    text collate "C" not null
            constraint task_status check (status in ('open', 'done', 'cancelled')),
  closed    bigint,
  closed_by text collate "C" not null default '',
  constraint task_closed_or_open check ((status = 'open') = (closed is null))
);
create index task_open on task (opened, num) where status = 'open';
create index task_open_of_account on task (account, opened, num) where status = 'open';

create table hold (
  num       bigint generated always as identity primary key,
  part      bigint not null constraint hold_part check (part between 0 and 255),
  id        text collate "C" not null unique constraint hold_id check (length(id) = 32),
  account   text collate "C" not null constraint hold_account check (length(account) = 32),
  matter    text collate "C" not null constraint hold_matter check (matter <> ''),
  placed_by text collate "C" not null,
  placed    bigint not null,
  lifted    bigint,
  lifted_by text collate "C" not null default ''
);
create index hold_active on hold (account, num) where lifted is null;

-- A handled event keeps its id, so that it never happens twice, and nothing personal.
create table inbox (
  num     bigint generated always as identity primary key,  -- order of arrival
  part    bigint not null constraint inbox_part check (part between 0 and 255),
  id      text collate "C" not null unique constraint inbox_id check (length(id) = 32),
  name    text collate "C" not null constraint inbox_name check (name <> ''),
  at      bigint not null,
  account text collate "C" not null,
  actor   text collate "C" not null,
  data    text collate "C" not null,
  handled bigint not null default 0 constraint inbox_handled check (handled in (0, 1))
);
create index inbox_waiting on inbox (num) where handled = 0;

-- `ready` is when the effect may be claimed next: not_before, or the end of the holder's lease.
create table outbox (
  num         bigint generated always as identity primary key,
  part        bigint not null constraint outbox_part check (part between 0 and 255),
  id          text collate "C" not null unique constraint outbox_id check (length(id) = 32),
  account     text collate "C" not null,
  verb        text collate "C" not null constraint outbox_verb check (verb <> ''),
  invoke      text collate "C" not null,
  input       text collate "C" not null,
  desired     text collate "C" not null,
  created     bigint not null,
  not_before  bigint not null,
  attempts    bigint not null default 0 constraint outbox_attempts check (attempts >= 0),
  ready       bigint not null,
  epoch       bigint constraint outbox_epoch check (epoch > 0),
  lease_until bigint,
  trouble     text collate "C" not null default '',
  status      text collate "C" not null default 'open'
              constraint outbox_status check (status in ('open', 'closed')),
  outcome     text collate "C" constraint outbox_outcome
              check (outcome in ('done', 'transient', 'throttled', 'denied', 'notFound', 'conflict',
                                 'invalid', 'unknownOutcome', 'abandoned')),
  facts       text collate "C" not null default '{}',
  closed      bigint,
  constraint outbox_closed_with_outcome
    check ((status = 'closed') = (outcome is not null)
           and (status = 'closed') = (closed is not null)),
  constraint outbox_leased_with_epoch check ((epoch is null) = (lease_until is null))
);
create index outbox_ready on outbox (ready, num) where status = 'open';
create index outbox_ready_of_verb on outbox (verb, ready, num) where status = 'open';
create index outbox_open_of_account on outbox (account, num) where status = 'open';
create index outbox_created on outbox (verb, created);
-- An invoke waits for one thing at a time.
create unique index outbox_one_per_invoke on outbox (account, invoke)
  where status = 'open' and invoke <> '';

create table hr_list (
  num         bigint generated always as identity primary key,
  part        bigint not null default 0,
  id          text collate "C" not null unique constraint list_id check (length(id) = 32),
  kind        text collate "C" not null constraint list_kind
              check (kind in ('joiners', 'leavers', 'absences', 'staff')),
  digest      text collate "C" not null,
  file_digest text collate "C" not null,
  status      text collate "C" not null constraint list_status
              check (status in ('previewed', 'held', 'released', 'applied')),
  report      text collate "C" not null,
  at          bigint not null,
  released_by text collate "C" not null
);
create index hr_list_by_digest on hr_list (digest, num);
create index hr_list_applied on hr_list (kind, at, num) where status = 'applied';

create table hr_list_count (
  num   bigint generated always as identity primary key,
  part  bigint not null default 0,
  list  text collate "C" not null references hr_list (id) deferrable initially deferred,
  verb  text collate "C" not null constraint count_verb check (verb <> ''),
  count bigint not null constraint count_positive check (count >= 0),
  at    bigint not null
);
create index hr_list_count_by_verb on hr_list_count (verb, at);
