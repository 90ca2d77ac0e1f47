-- A credential's last searches (and registrations) as the watch looks at them, oldest first. A batch's own rows count
-- only where its numbers and names did not belong together: the others it enrols.
with own as (
    select id, at, action, outcome, ulns, details from access_log
    where actor = %(credential)s and at > %(since)s and at <= %(until)s and organisation_id = %(organisation)s
      and (action in ('find', 'find_by_number', 'verify')
           or (action = 'register' and outcome = 'new' and channel <> 'batch'))
      and (channel <> 'batch' or outcome not in ('match', 'linked_match')) and outcome <> 'invalid'
    order by at desc limit %(rows)s
)
select own.at, own.action, own.ulns, own.details,
       own.action <> 'register' and exists (
           select from service_enrolment e
           where e.organisation_id = %(organisation)s and e.learner_id = any(own.ulns)) as is_held,
       l.postcode, extract(year from l.date_of_birth)::int
from own
-- Who was asked for by number says where and how old; with details the caller has said so itself.
left join service_learner l on own.action in ('find_by_number', 'verify') and l.uln = own.ulns[1]
order by own.at, own.id
