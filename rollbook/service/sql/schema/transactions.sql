-- The number of a transaction, as the log and the feed order by it: it goes on rising when a restored database counts
-- its own transactions anew. A restore replaces the first function.
create function transactions_before() returns bigint language sql stable as 'select 0::bigint';

create function present_transaction() returns bigint language sql volatile as
    'select pg_current_xact_id()::text::bigint + transactions_before()';

alter table access_log alter column transaction set default present_transaction();
alter table service_change alter column transaction set default present_transaction();
