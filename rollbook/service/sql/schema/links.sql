-- Links stay free of circles and dead ends even where two are made at the same moment, and a removed record is empty.
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

create or replace function refuse_return() returns trigger language plpgsql as $$
begin
    if old.status = 'deleted' and new.status <> 'deleted' then
        raise exception 'a deleted record does not come back' using errcode = 'check_violation';
    end if;
    if new.version < old.version or new.uln <> old.uln then
        raise exception 'a record keeps its number and its version counts up' using errcode = 'check_violation';
    end if;
    if new.status = 'deleted' then
        if exists (select from service_learner where linked_to_id = new.uln) then
            raise exception 'a record to which others are linked is not removed' using errcode = 'check_violation';
        end if;
        if concat(new.title, new.given_name, new.middle_names, new.preferred_given_name, new.family_name,
                  new.previous_family_name, new.family_name_at_16, new.gender, new.postcode, new.address_line_1,
                  new.address_line_2, new.address_town, new.address_county_or_city, new.school_at_16,
                  new.place_of_birth, new.email, new.nationality, new.scottish_candidate_number,
                  new.other_verification_description, new.date_of_birth, new.date_of_address_capture) <> ''
           or new.former_names <> '[]' or new.identifiers <> '[]' or new.former_postcodes <> '{}' or new.keys <> '{}'
        then
            raise exception 'a removed record holds no details' using errcode = 'check_violation';
        end if;
    end if;
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
