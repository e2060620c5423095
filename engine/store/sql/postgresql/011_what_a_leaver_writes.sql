-- A leaver among a million writes few pages: see engine/decisions/0037-what-a-leaver-writes.md.

-- The account's newest entry in the trail; from there each entry names the one before it.
alter table account add column last_entry bigint;
-- Only for SQLite's sake (statements are the same text); here pages keep room by themselves.
alter table account add column room blob not null default '';
alter table account set (fillfactor = 70);

-- The account's entry before this one; -1: none. Null: not in the account's chain, for it was
-- appended before this migration, or before the account had a row.
alter table journal add column previous bigint
  constraint journal_previous check (previous between -1 and idx - 1);
create index journal_unchained on journal (account, idx)
  where previous is null and account <> '';
drop index journal_by_account;

-- Where nearly all accounts are is not in the index: a leaver's place there was a page of its own.
-- The text is accounts.cpp's `usual_state`.
drop index account_by_state;
create index account_by_state on account (state, id)
  where state <> 'employed.presence.active,employed.employment.staying';
