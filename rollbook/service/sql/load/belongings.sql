-- What belongs to the loaded learners: notices, evidence and dated addresses where the file has them, enrolments.
with notices as (
    insert into service_learnernotice (learner_id, organisation_id, notice_version, ability_to_share, by_learner, at)
    select uln, o.id, notice_version, ability_to_share, false, %(now)s::timestamptz
    from loading left join service_organisation o on o.ukprn = loading.ukprn
    where notice_version <> '' or ability_to_share <> 0
), evidence as (
    insert into service_learnerevidence (learner_id, organisation_id, verification_type, description, seen_at)
    select uln, o.id, verification_type, other_verification_description, %(now)s::timestamptz
    from loading left join service_organisation o on o.ukprn = loading.ukprn
    where verification_type <> 0
), addresses as (
    insert into service_learneraddress (
        learner_id, address_line_1, address_line_2, address_town, address_county_or_city, postcode, captured_on)
    select uln, address_line_1, address_line_2, address_town, address_county_or_city, postcode, date_of_address_capture
    from loading
    where date_of_address_capture is not null
)
insert into service_enrolment (id, learner_id, organisation_id, start, mis_identifier, created_at)
select gen_random_uuid(), uln, o.id, start, mis_identifier, %(now)s::timestamptz
from loading join service_organisation o on o.ukprn = loading.ukprn
