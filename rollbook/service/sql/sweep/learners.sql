-- The next live learners of a sweep, in the order of their numbers, in the columns that matching reads.
select uln,
       given_name, family_name, date_of_birth, gender, postcode, middle_names, preferred_given_name,
       previous_family_name, family_name_at_16, school_at_16, place_of_birth, email,
       former_names || alternative_names, former_postcodes, identifiers
from service_learner
where uln > %(after)s and status = 'live'
  and (%(changed_since)s::timestamptz is null or since >= %(changed_since)s::timestamptz)
order by uln
limit %(most)s
