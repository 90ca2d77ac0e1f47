-- How many rows of an organisation's batches wait without a number, and how many of them carry the placeholder.
select count(*) as waiting,
       count(*) filter (where translate(r.columns[layout.place], ' -', '') <> '') as on_placeholder
from service_batch b
join unnest(%(standards)s::text[], %(versions)s::text[], %(places)s::int[]) as layout (standard, version, place)
  on layout.standard = b.standard and layout.version = b.version
join service_batchrow r on r.batch_id = b.id and r.is_exception and r.uln is null and r.settled_at is null
where b.organisation_id = %(organisation)s
  and translate(r.columns[layout.place], ' -', '') in ('', %(placeholder)s)
