-- How long cases stood open, in days, by source; and how many were linked and how many of those links were undone.
select c.source,
       count(*),
       percentile_cont(0.5) within group (order by extract(epoch from c.settled_at - c.opened_at) / 86400),
       count(*) filter (where c.state = 'linked'),
       count(*) filter (where exists (select 1 from service_link l where l.case_id = c.id and l.undone_at is not null))
from service_duplicatecase c
where c.state <> 'open'
group by 1
order by 1
