-- The staged rows become learners.
insert into service_learner (
    uln, version, status, created_at, since, title, given_name, middle_names, preferred_given_name, family_name,
    previous_family_name, family_name_at_16, former_names, alternative_names, date_of_birth, gender, postcode,
    former_postcodes, address_line_1, address_line_2, address_town, address_county_or_city, date_of_address_capture,
    school_at_16, place_of_birth, email, nationality, scottish_candidate_number, unique_pupil_number, identifiers,
    ability_to_share, notice_version, verification_type, other_verification_description, keys)
select uln, 1, 'live', %(now)s::timestamptz, %(now)s::timestamptz, title, given_name, middle_names,
    preferred_given_name, family_name, previous_family_name, family_name_at_16, former_names, alternative_names, date_of_birth,
    gender, postcode, former_postcodes, address_line_1, address_line_2, address_town, address_county_or_city,
    date_of_address_capture, school_at_16, place_of_birth, email, nationality, scottish_candidate_number,
    unique_pupil_number, identifiers, ability_to_share, notice_version, verification_type,
    other_verification_description, keys
from loading
order by uln
