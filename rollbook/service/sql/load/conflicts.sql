-- Staged rows whose number is used or comes twice, or whose provider is not in the register. A number that a restore
-- reserved may be loaded: it was given, and its record was lost.
select line, uln, 'used' as rule
from loading join service_issuednumber i using (uln)
where i.source <> 'reserved' or exists (select 1 from service_learner l where l.uln = loading.uln)
union all
select line, uln, 'repeated'
from (select line, uln, count(*) over (partition by uln) as times from loading) as counted
where times > 1
union all
select line, uln, 'unknown_provider'
from loading
where ukprn <> '' and not exists (select 1 from service_organisation o where o.ukprn = loading.ukprn)
order by line
