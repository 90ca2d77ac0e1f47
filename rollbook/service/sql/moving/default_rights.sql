-- What later migrations make, the application may use; a dump states this for the owner of its own server only.
alter default privileges in schema public grant select, insert, update, delete on tables to rollbook_app;
alter default privileges in schema public grant usage, select on sequences to rollbook_app
