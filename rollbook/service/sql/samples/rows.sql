-- Rows of batches that got a learner's number, drawn at random: without a person (`chosen` false) or by one's choice.
with drawn as (
    select r.id, r.uln, r.settled_by, count(*) over () as of
    from service_batchrow r
    where r.uln is not null and r.code = any(%(codes)s) 
      and (r.settled_at is not null and r.candidates <> '[]') = %(chosen)s
    order by md5(r.id::text || %(seed)s::text)
    limit %(most)s
)
select drawn.id, l.uln, drawn.settled_by, drawn.of
from drawn
join service_learner l on l.uln = surviving_number(drawn.uln) and l.status = 'live'
order by md5(drawn.id::text || %(seed)s::text)
