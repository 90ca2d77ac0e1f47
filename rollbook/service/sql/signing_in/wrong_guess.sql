-- Count one wrong guess: anew where the last ones are too old, and lock at the limit. Says until when it is locked.
insert into service_wrongguess as w (key, times, since, locked_until)
values (%(key)s, 1, %(now)s, case when %(most)s <= 1 then %(until)s::timestamptz end)
on conflict (key) do update set
    times = case when w.since < %(since)s or w.locked_until <= %(now)s then 1 else w.times + 1 end,
    since = case when w.since < %(since)s or w.locked_until <= %(now)s then excluded.since else w.since end,
    locked_until = case
        when w.since < %(since)s or w.locked_until <= %(now)s then excluded.locked_until
        when w.times + 1 >= %(most)s then %(until)s::timestamptz
        else w.locked_until
    end
returning locked_until
