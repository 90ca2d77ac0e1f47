-- Writes what came of the rows of a chunk, in one statement.
update service_batchrow as kept
set code = made.code,
    reason = made.reason,
    uln = made.uln,
    candidates = made.candidates::jsonb,
    is_exception = made.is_exception
from unnest(
    %(ids)s::bigint[], %(codes)s::text[], %(reasons)s::text[], %(ulns)s::bigint[], %(candidates)s::text[],
    %(exceptions)s::boolean[]
) as made (id, code, reason, uln, candidates, is_exception)
where kept.id = made.id
