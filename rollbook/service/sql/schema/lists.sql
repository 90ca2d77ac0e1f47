-- A list of one's learners by the beginning of the family name, quick in a register of millions.
create index learner_family_name on service_learner (lower(family_name) text_pattern_ops)
