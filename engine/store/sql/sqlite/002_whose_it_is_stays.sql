-- A store that was made for demonstration believes claimed names and has a clock to move: it must
-- never become a real one, nor one organisation's store another's.
create trigger whose_it_is_stays before update on setting
  when old.name in ('organisation', 'demonstration')
    and (new.name <> old.name or new.value <> old.value)
  begin select raise(abort, 'constraint failed: said once, when the store is made'); end;
create trigger whose_it_is_is_not_forgotten before delete on setting
  when old.name in ('organisation', 'demonstration')
  begin select raise(abort, 'constraint failed: said once, when the store is made'); end;
-- "insert or replace" removes the old row without the trigger above being asked.
create trigger whose_it_is_is_not_replaced before insert on setting
  when new.name in ('organisation', 'demonstration')
    and exists (select 1 from setting where name = new.name and value <> new.value)
  begin select raise(abort, 'constraint failed: said once, when the store is made'); end;
