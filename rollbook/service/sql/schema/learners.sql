-- History, evidence, notices and addresses are only ever added to; links make no circle.
create trigger versions_stay before update or delete on service_learnerversion
    for each row execute function refuse_change();
create trigger evidence_stays before update or delete on service_learnerevidence
    for each row execute function refuse_change();
create trigger notices_stay before update or delete on service_learnernotice
    for each row execute function refuse_change();

create function refuse_circle() returns trigger language plpgsql as $$
declare
    step bigint := new.linked_to_id;
begin
    while step is not null loop
        if step = new.uln then
            raise exception 'a link may not lead back to itself' using errcode = 'check_violation';
        end if;
        select linked_to_id into step from service_learner where uln = step;
    end loop;
    return new;
end $$;

create trigger learner_links_make_no_circle before insert or update of linked_to_id on service_learner
    for each row when (new.linked_to_id is not null) execute function refuse_circle();

-- A learner's row is never removed (its number would lead nowhere) and a deleted one never comes back.
create function refuse_return() returns trigger language plpgsql as $$
begin
    if old.status = 'deleted' and new.status <> 'deleted' then
        raise exception 'a deleted record does not come back' using errcode = 'check_violation';
    end if;
    if new.version < old.version or new.uln <> old.uln then
        raise exception 'a record keeps its number and its version counts up' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger learners_stay before delete on service_learner for each row execute function refuse_change();
create trigger deleted_learners_stay_deleted before update on service_learner
    for each row execute function refuse_return();

-- The number a survivor leads to, by way of every link.
create function surviving_number(number bigint) returns bigint language sql stable strict as $$
    with recursive way as (
        select uln, linked_to_id from service_learner where uln = number
        union all
        select next.uln, next.linked_to_id from service_learner next join way on next.uln = way.linked_to_id
    )
    select uln from way where linked_to_id is null
$$;

-- Rows grow little and change seldom, but room on the page keeps an update off the key index.
alter table service_learner set (fillfactor = 90);

-- The records that share a key with a search. In a function of its own, because the planner expects thousands of rows
-- for `&&` where one or two come, and would read the whole table.
create function learners_with_keys(sought bigint[]) returns setof service_learner
language plpgsql stable rows 5 set enable_seqscan = off as $$
begin
    return query select * from service_learner where keys && sought;
end $$;
