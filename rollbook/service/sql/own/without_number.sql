-- The rows of an organisation's batches that asked for a number and came back without, newest batch first, from a place
-- on. `left` are those that somebody left so; `on_placeholder` those that carry the number for "not known yet".
select b.id as batch, b.file_name, b.sent_at, b.standard, b.version, r.number, r.columns, r.code, r.reason,
       r.settled_at, translate(r.columns[layout.place], ' -', '') <> '' as on_placeholder
from service_batch b
join unnest(%(standards)s::text[], %(versions)s::text[], %(places)s::int[]) as layout (standard, version, place)
  on layout.standard = b.standard and layout.version = b.version
join service_batchrow r
  on r.batch_id = b.id and r.is_exception and r.uln is null and (r.settled_at is not null) = %(left)s
where b.organisation_id = %(organisation)s
  and translate(r.columns[layout.place], ' -', '') in ('', %(placeholder)s)
  and (%(only)s::boolean is null or (translate(r.columns[layout.place], ' -', '') <> '') = %(only)s::boolean)
  and (%(sent_at)s::timestamptz is null
       or (b.sent_at, b.id, -r.number) < (%(sent_at)s::timestamptz, %(batch)s::uuid, -%(number)s::int))
order by b.sent_at desc, b.id desc, r.number
limit %(most)s
