-- A store that was made for demonstration believes claimed names and has a clock to move: it must
-- never become a real one, nor one organisation's store another's.
create function setting_said_once() returns trigger language plpgsql as $$
begin
  raise exception 'said once, when the store is made' using errcode = 'check_violation';
end $$;
create trigger whose_it_is_stays before update on setting
  for each row when (old.name in ('organisation', 'demonstration')
                     and (new.name <> old.name or new.value <> old.value))
  execute function setting_said_once();
create trigger whose_it_is_is_not_forgotten before delete on setting
  for each row when (old.name in ('organisation', 'demonstration'))
  execute function setting_said_once();
create trigger settings_are_not_emptied before truncate on setting
  for each statement execute function setting_said_once();
