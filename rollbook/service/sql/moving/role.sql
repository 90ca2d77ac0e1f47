-- The application's role, to which the restored tables give its rights.
do $$
begin
    if not exists (select 1 from pg_roles where rolname = 'rollbook_app') then
        create role rollbook_app nologin;
    end if;
end $$
