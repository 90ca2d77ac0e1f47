-- What was done with one learner, by all her numbers, newest first, from a place back.
select id, at, actor, organisation_id, purpose, action, outcome
from access_log
where ulns && %(family)s::bigint[]
  and (%(at)s::timestamptz is null or (at, id) < (%(at)s::timestamptz, %(id)s::bigint))
order by at desc, id desc
limit %(most)s
