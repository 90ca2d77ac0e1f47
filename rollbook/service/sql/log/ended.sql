-- The last transaction such that it and all before it have ended, leaving out those that surely run in another database
-- of this server: their lock on themselves is held by a session there. One whose lock is not seen yet counts as ours.
select coalesce(min(running.xid::text::bigint), min(pg_snapshot_xmax(now.snapshot)::text::bigint)) - 1
       + transactions_before()
from (select pg_current_snapshot() as snapshot) as now
left join lateral pg_snapshot_xip(now.snapshot) as running (xid) on not exists (
    select 1
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock'
      and l.transactionid::text::bigint = running.xid::text::bigint % 4294967296
      and a.datname <> current_database())
