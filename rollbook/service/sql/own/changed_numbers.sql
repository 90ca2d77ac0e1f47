-- The numbers an organisation holds that were linked since a day, and those given back since it took a link over.
with own as (
    select k.id, k.number_id, k.survivor_id, k.linked_at, k.undone_at, e.mis_identifier, e.start,
           mine.seen_at, back.seen_at as back_seen_at
    from service_link k
    cross join lateral (
        select e.mis_identifier, e.start
        from service_enrolment e
        where e.learner_id = k.number_id and e.organisation_id = %(organisation)s
          and (%(sector)s::uuid is null or e.sector_id is null or e.sector_id = %(sector)s::uuid)
        order by e.start desc, e.id desc
        limit 1
    ) e
    left join service_numberchangeseen mine
      on mine.link_id = k.id and not mine.undone and mine.organisation_id = %(organisation)s
     and mine.sector_id is not distinct from %(sector)s::uuid
    left join service_numberchangeseen back
      on back.link_id = k.id and back.undone and back.organisation_id = %(organisation)s
     and back.sector_id is not distinct from %(sector)s::uuid
)
select o.id, o.number_id as number, false as undone, surviving_number(o.number_id) as now, o.linked_at as at,
       o.mis_identifier, o.start, o.seen_at, s.given_name, s.family_name
from own o
join service_learner s on s.uln = surviving_number(o.number_id)
where o.undone_at is null and o.linked_at >= %(since)s and (%(seen)s or o.seen_at is null)
union all
select o.id, o.survivor_id, true, surviving_number(o.number_id), o.undone_at, o.mis_identifier, o.start,
       o.back_seen_at, s.given_name, s.family_name
from own o
join service_learner s on s.uln = surviving_number(o.number_id)
where o.undone_at is not null and o.undone_at >= %(since)s and o.seen_at is not null
  and (%(seen)s or o.back_seen_at is null)
order by at desc, id
limit %(most)s
