-- Mailboxes that are nobody's own (kind 'shared'), and tasks by who has them.

create index task_open_of_assignee on task (assignee, opened, num) where status = 'open';

-- SQLite cannot alter a check; rewriting its text is the way its documentation gives for changes
-- that touch no row (https://www.sqlite.org/lang_altertable.html, section 7).
pragma writable_schema = on;
update sqlite_schema set sql = replace(sql, '''temporary'')', '''temporary'', ''shared'')')
  where type = 'table' and name in ('account', 'person');
pragma writable_schema = reset;
