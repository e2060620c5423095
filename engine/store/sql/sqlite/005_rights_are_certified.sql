-- Who last said of a right that it is still wanted, and when.
alter table access_grant add column certified integer;
alter table access_grant add column certified_by text not null default ''
  constraint grant_certified_by_somebody check ((certified is null) = (certified_by = ''));

-- Rights from before: their mailboxes are looked at once, now, and from then on in time.
insert into deadline (account, event, part, due)
  select subject, 'access.reviewDue', min(part), min(opened) from access_grant
  where closed is null and kind <> 'autoReply' group by subject;
