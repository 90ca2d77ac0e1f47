-- Of these pairs, those that need no new case: one stands or was settled, or a link between the two was undone.
select pair.low, pair.high
from unnest(%(lows)s::bigint[], %(highs)s::bigint[]) as pair (low, high)
where exists (select 1 from service_duplicatecase c where c.first_id = pair.low and c.second_id = pair.high)
   or exists (select 1 from service_link l
              where l.undone_at is not null
                and (l.number_id, l.survivor_id) in ((pair.low, pair.high), (pair.high, pair.low)))
