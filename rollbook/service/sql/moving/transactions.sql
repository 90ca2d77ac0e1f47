-- From here on the database's own count of transactions is added to this number.
create or replace function transactions_before() returns bigint language sql stable as 'select {before}::bigint'
