-- The records a number stands for: its own and, where it has been linked, its survivor's.
select asked.uln,
       surviving_number(asked.uln) as survivor,
       l.given_name, l.family_name, l.date_of_birth, l.gender, l.postcode, l.middle_names, l.preferred_given_name,
       l.previous_family_name, l.family_name_at_16, l.school_at_16, l.place_of_birth, l.email,
       l.former_names || l.alternative_names, l.former_postcodes, l.identifiers
from unnest(%(ulns)s::bigint[]) as asked (uln)
join service_learner own on own.uln = asked.uln and own.status <> 'deleted'
join service_learner l on l.uln in (asked.uln, surviving_number(asked.uln))
order by asked.uln, l.uln = asked.uln
