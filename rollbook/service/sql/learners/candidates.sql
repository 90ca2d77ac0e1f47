-- The records each search of a list reaches by its keys, with the number each survives as.
select asked.number,
       l.uln,
       case when l.status = 'linked' then surviving_number(l.uln) else l.uln end as survivor,
       l.given_name, l.family_name, l.date_of_birth, l.gender, l.postcode, l.middle_names, l.preferred_given_name,
       l.previous_family_name, l.family_name_at_16, l.school_at_16, l.place_of_birth, l.email,
       l.former_names || l.alternative_names, l.former_postcodes, l.identifiers
from unnest(%(numbers)s::int[], %(keys)s::text[]) as asked (number, keys)
cross join lateral learners_with_keys(asked.keys::bigint[]) as l
