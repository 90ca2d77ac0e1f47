-- The numbers first used in a span of the log: given to learners one by one, or brought by a load.
select number
from access_log, unnest(ulns) as number
where id >= %(first_id)s and transaction between %(first)s and %(last)s and action = 'register' and outcome = 'new'
union all
select i.uln
from access_log a join service_issuednumber i on i.source = 'loaded' and i.at = (a.details ->> 'at')::timestamptz
where a.id >= %(first_id)s and a.transaction between %(first)s and %(last)s and a.action = 'load'
