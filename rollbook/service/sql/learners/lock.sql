-- Locks the discriminating keys of every learner of a list, in one order for all, until the transaction ends.
select count(pg_advisory_xact_lock(key)) from (select key from unnest(%(keys)s::bigint[]) as key order by key) as sorted
