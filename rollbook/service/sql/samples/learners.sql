-- Live learners drawn at random, the same for the same seed, in the columns that matching reads.
select uln,
       given_name, family_name, date_of_birth, gender, postcode, middle_names, preferred_given_name,
       previous_family_name, family_name_at_16, school_at_16, place_of_birth, email,
       former_names || alternative_names, former_postcodes, identifiers
from service_learner
where status = 'live'
order by md5(uln::text || %(seed)s::text)
limit %(most)s
