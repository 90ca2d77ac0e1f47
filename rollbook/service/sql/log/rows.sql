-- The log's rows of a span of ids and transactions, in the order in which they are sealed.
select id, transaction, at, reference, actor, role, organisation_id, channel, purpose, action, outcome, ulns, digest,
       details::text
from access_log
where id >= %(first_id)s and id <= %(last_id)s
  and transaction >= %(first_transaction)s and transaction <= %(last_transaction)s
order by transaction, id
