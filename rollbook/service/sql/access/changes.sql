-- The changes after a cursor to any number of the families an organisation holds, oldest first; nothing is shown
-- that a running transaction could still precede.
with recursive held (uln) as (
    select e.learner_id
    from service_enrolment e
    where e.organisation_id = %(organisation)s
      and (%(sector)s::uuid is null or e.sector_id is null or e.sector_id = %(sector)s::uuid)
    union
    select near.uln
    from held h
    cross join lateral (
        select up.linked_to_id from service_learner up where up.uln = h.uln and up.linked_to_id is not null
        union all
        select down.uln from service_learner down where down.linked_to_id = h.uln
    ) as near (uln)
)
select c.transaction, c.id, c.kind, c.uln, c.survivor, c.fields, c.at
from service_change c
where (c.transaction, c.id) > (%(transaction)s, %(id)s)
  and c.transaction < %(horizon)s
  and (c.uln in (select uln from held) or c.survivor in (select uln from held))
order by c.transaction, c.id
limit %(most)s
