-- The loaded numbers become used numbers, unless a restore has reserved them.
insert into service_issuednumber (uln, source, at)
select uln, 'loaded', %(now)s::timestamptz
from loading
where not exists (select 1 from service_issuednumber i where i.uln = loading.uln)
order by uln
