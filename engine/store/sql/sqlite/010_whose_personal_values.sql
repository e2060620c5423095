-- An account's personal values are found through its entries (journal_by_account): an index of
-- their own was the page that a leaver's commits wrote most often.
drop index journal_personal_by_account;
