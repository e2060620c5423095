-- Which open cases concern a person: who asked, who gains, whose mailbox it is.

alter table case_file add column recipient text not null default '';
update case_file set recipient = coalesce(json_extract(context, '$.recipient'), '');
create index case_open_of_requester on case_file (requester, num) where closed = 0;
create index case_open_of_recipient on case_file (recipient, num) where closed = 0;
