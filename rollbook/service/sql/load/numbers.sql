-- The loaded numbers become used numbers.
insert into service_issuednumber (uln, source, at) select uln, 'loaded', %(now)s::timestamptz from loading order by uln
