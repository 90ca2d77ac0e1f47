-- Of an organisation's searches those that no alert has dealt with: of nobody who was stopped, none before a lifting.
not exists (
    select from service_alert a
    where a.organisation_id = %(organisation)s and a.credential = access_log.actor
      and ((a.state = 'lifted' and a.decided_at >= access_log.at) or (a.state <> 'lifted' and a.effect = 'stop')))
