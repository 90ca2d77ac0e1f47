-- A record as it stood at a moment: the present row where it already stood then, else the version of that time.
select version, stood_from, details
from (
    select version, since as stood_from, 'infinity'::timestamptz as stood_until, to_jsonb(l) - 'keys' as details
    from service_learner l where uln = %(uln)s
    union all
    select version, stood_from, stood_until, details
    from service_learnerversion where learner_id = %(uln)s
) as story
where stood_from <= %(at)s and %(at)s < stood_until
