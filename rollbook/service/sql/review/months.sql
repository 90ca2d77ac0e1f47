-- Cases settled in the last months: by month, source and decision.
select date_trunc('month', settled_at)::date as month, source, state, count(*)
from service_duplicatecase
where state <> 'open' and settled_at >= %(since)s
group by 1, 2, 3
order by 1, 2, 3
