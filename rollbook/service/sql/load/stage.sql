-- A table for the rows of one load, with the columns of a learner and what else the file says; gone at its end.
drop table if exists loading;
create temp table loading on commit drop as
select 0 as line, l.*, ''::text as ukprn, now()::date as start, ''::text as mis_identifier
from service_learner l
with no data
