-- Counts the keys shared by more learners than can be told apart, and forgets those that no longer are.
with counted as (
    select key, count(*)::int as learners
    from service_learner, unnest(keys) as key
    where status <> 'deleted'
    group by key
    having count(*) > %(most)s
), gone as (
    delete from service_commonkey where key not in (select key from counted)
)
insert into service_commonkey (key, learners) select key, learners from counted
on conflict (key) do update set learners = excluded.learners
