-- The index of keys, as the migration makes it.
create index learner_keys on service_learner using gin (keys) with (fastupdate = off)
