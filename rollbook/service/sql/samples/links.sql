-- Links that stand, drawn at random, with who made them.
select k.number_id, k.survivor_id, k.linked_by, count(*) over ()
from service_link k
join service_learner n on n.uln = k.number_id and n.status <> 'deleted'
join service_learner s on s.uln = k.survivor_id and s.status <> 'deleted'
where k.undone_at is null
order by md5(k.id::text || %(seed)s::text)
limit %(most)s
