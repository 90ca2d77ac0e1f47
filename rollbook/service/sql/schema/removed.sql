-- A removed record is empty and does not come back.
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
                  new.unique_pupil_number, new.other_verification_description, new.date_of_birth, new.date_of_address_capture) <> ''
           or new.former_names <> '[]' or new.alternative_names <> '[]' or new.identifiers <> '[]'
           or new.former_postcodes <> '{}' or new.keys <> '{}'
        then
            raise exception 'a removed record holds no details' using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
