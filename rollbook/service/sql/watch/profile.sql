-- The learners an organisation holds, counted by postcode area and by year of birth, and its busiest day before today.
with held as (
    select distinct l.uln, substring(l.postcode from '^[A-Z]{1,2}') as area,
           extract(year from l.date_of_birth)::int as born
    from service_enrolment e join service_learner l on l.uln = e.learner_id
    where e.organisation_id = %(organisation)s and l.status <> 'deleted'
)
select (select count(*) from held),
       (select coalesce(jsonb_object_agg(area, n), '{}') from
           (select area, count(*) as n from held where area is not null group by area) a),
       (select coalesce(jsonb_object_agg(born, n), '{}') from
           (select born, count(*) as n from held where born is not null group by born) b),
       (select coalesce(max(n), 0) from
           (select count(*) as n from access_log
            where organisation_id = %(organisation)s and at > %(since)s and at < %(today)s and channel <> 'batch'
              and action in ('find', 'find_by_number', 'verify')
            group by at::date) d)
