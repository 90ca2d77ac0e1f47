-- The last searches (and registrations) of a credential, or of all an organisation's, oldest first, as the watch looks
-- at them. A batch's own rows count only where its numbers and names did not belong together: the others it enrols.
with own as (
    select id, at, actor, action, outcome, ulns, details from access_log
    where {whose} and at > %(since)s and at <= %(until)s
      and (action in ('find', 'find_by_number', 'verify')
           or (action = 'register' and outcome = 'new' and channel <> 'batch'))
      and (channel <> 'batch' or outcome not in ('match', 'linked_match')) and outcome <> 'invalid'
    order by at desc limit %(rows)s
)
select own.at, own.action, own.ulns,
       coalesce(own.details ->> 'area', substring(l.postcode from '^[A-Z]{1,2}'), '') as area,
       coalesce((own.details ->> 'born')::int, extract(year from l.date_of_birth)::int, 0) as born,
       coalesce((own.details ->> 'block')::int, 0) as block, coalesce(own.details ->> 'place', '') as place,
       own.action <> 'register' and exists (
           select from service_enrolment e
           where e.organisation_id = %(organisation)s and e.learner_id = any(own.ulns)) as is_held,
       own.actor
from own
-- Who was asked for by number says where and how old; with details the caller has said so itself.
left join service_learner l on l.uln = case when own.action in ('find_by_number', 'verify') then own.ulns[1] end
order by own.at, own.id
