-- How many enrolments and learners of an organisation a filter finds; `learners` counts numbers.
select count(*) as enrolments, count(distinct e.learner_id) as learners
from service_enrolment e
{joined}
where e.organisation_id = %(organisation)s
  and (%(sector)s::uuid is null or e.sector_id is null or e.sector_id = %(sector)s::uuid)
  {wanted}
