-- Mailboxes that are nobody's own (kind 'shared'), and tasks by who has them.

create index task_open_of_assignee on task (assignee, opened, num) where status = 'open';

alter table account drop constraint account_kind, add constraint account_kind
  check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary', 'shared'));
alter table person drop constraint person_kind, add constraint person_kind
  check (kind in ('employee', 'agencyWorker', 'member', 'nonEmployee', 'temporary', 'shared'));
