-- Settled cases by their weight in whole bits: how many there are, how many were linked.
select floor(weight + 0.5)::int as strength, count(*), count(*) filter (where state = 'linked')
from service_duplicatecase
where state <> 'open' and weight is not null
group by 1
order by 1
