-- The application adds rows to the log and cannot choose their number, moment or transaction, nor touch its parts.
do $$
declare
    part regclass;
begin
    for part in select inhrelid::regclass from pg_inherits where inhparent = 'access_log'::regclass loop
        execute format('revoke insert, update, delete on %s from rollbook_app', part);
    end loop;
end $$;
revoke insert on access_log, service_logepoch from rollbook_app;
grant insert (reference, actor, role, organisation_id, channel, purpose, action, outcome, ulns, digest, details)
    on access_log to rollbook_app;

create or replace function make_log_partition(day date) returns boolean language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    month date := date_trunc('month', day)::date;
    part text := 'access_log_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass(part) is not null then
        return false;
    end if;
    execute format('create table %I partition of access_log for values from (%L) to (%L)',
                   part, month::timestamptz, (month + interval '1 month')::timestamptz);
    execute format('revoke insert, update, delete on %I from rollbook_app', part);
    return true;
end $$;
