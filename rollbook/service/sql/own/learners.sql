-- The enrolments of an organisation (of a sector: its own and those of none), newest start first, from a place on.
select e.id, e.learner_id as number, s.uln, s.given_name, s.middle_names, s.family_name, s.date_of_birth, s.postcode,
       e.start, e."end", e.mis_identifier, l.status = 'linked' as is_linked
from service_enrolment e
join service_learner l on l.uln = e.learner_id and l.status <> 'deleted'
join service_learner s
  on s.uln = case when l.status = 'linked' then surviving_number(l.uln) else l.uln end
where e.organisation_id = %(organisation)s
  and (%(sector)s::uuid is null or e.sector_id is null or e.sector_id = %(sector)s::uuid)
  {wanted}
order by e.start desc, e.id desc
limit %(most)s
