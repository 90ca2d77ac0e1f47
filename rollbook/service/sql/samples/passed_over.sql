-- Candidates passed over for a new number and not linked to it since, drawn at random, with who decided last.
select c.first_id, c.second_id, coalesce(nullif(c.settled_by, ''), c.reported_by), count(*) over ()
from service_duplicatecase c
join service_learner f on f.uln = c.first_id and f.status = 'live'
join service_learner s on s.uln = c.second_id and s.status = 'live'
where c.source = 'override' and c.state <> 'linked'
order by md5(c.id::text || %(seed)s::text)
limit %(most)s
