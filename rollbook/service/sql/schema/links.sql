-- Links stay free of circles and dead ends even where two are made at the same moment.
create or replace function refuse_circle() returns trigger language plpgsql as $$
declare
    step bigint := new.linked_to_id;
    state text;
begin
    while step is not null loop
        if step = new.uln then
            raise exception 'a link may not lead back to itself' using errcode = 'check_violation';
        end if;
        -- Held until the transaction ends: a link made meanwhile waits, and then sees this one.
        select linked_to_id, status into step, state from service_learner where uln = step for share;
        if state = 'deleted' then
            raise exception 'a link may not lead to a removed record' using errcode = 'check_violation';
        end if;
    end loop;
    return new;
end $$;

-- `union` rather than `union all`: whatever the rows say, the search for a survivor ends.
create or replace function surviving_number(number bigint) returns bigint language sql stable strict as $$
    with recursive way as (
        select uln, linked_to_id from service_learner where uln = number
        union
        select next.uln, next.linked_to_id from service_learner next join way on next.uln = way.linked_to_id
    )
    select uln from way where linked_to_id is null
$$;

create trigger addresses_stay before update or delete on service_learneraddress
    for each row execute function refuse_change();

-- What says who holds a learner, what was noted and what waits for a reviewer is ended or settled, never removed.
revoke delete on service_enrolment, service_learnernote, service_unclearvalue from rollbook_app;
revoke update on service_learnernote from rollbook_app;
