-- The application reads and writes rows; it owns no table and cannot change what is only ever added.
do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'rollbook_app') then
        create role rollbook_app nologin;
    end if;
end $$;
grant usage on schema public to rollbook_app;
grant select, insert, update, delete on all tables in schema public to rollbook_app;
grant usage, select on all sequences in schema public to rollbook_app;
grant execute on all functions in schema public to rollbook_app;
revoke update, delete on access_log, service_issuednumber, service_learnerversion, service_learnerevidence,
    service_learnernotice, service_learneraddress, service_logseal, service_logepoch, service_change from rollbook_app;
revoke delete on service_learner, service_link, service_duplicatecase, service_numberrange, service_organisation,
    service_user from rollbook_app;
revoke insert on service_numberrange from rollbook_app;
alter default privileges in schema public grant select, insert, update, delete on tables to rollbook_app;
alter default privileges in schema public grant usage, select on sequences to rollbook_app;
