-- The credentials of organisations that have searched since a moment, other than by batch.
select distinct actor, organisation_id from access_log
where at > %(since)s and organisation_id is not null and channel <> 'batch'
  and action in ('find', 'find_by_number', 'verify')
