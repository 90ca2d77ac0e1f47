-- What stands against a credential or its whole organisation; the searches of a credential, latest first, by an index.
create function is_stopped(home uuid, who text) returns boolean language sql stable as $$
    select exists (select from service_alert where organisation_id = home and credential in (who, '')
                   and state in ('open', 'kept') and effect = 'stop')
$$;

create function is_slowed(home uuid, who text) returns boolean language sql stable as $$
    select exists (select from service_alert where organisation_id = home and credential in (who, '')
                   and state in ('open', 'kept') and effect = 'slow')
$$;

create index access_log_searches on access_log (actor, at)
    where action in ('find', 'find_by_number', 'verify')
       or (action = 'register' and outcome = 'new' and channel <> 'batch');

create index access_log_searches_of on access_log (organisation_id, at)
    where action in ('find', 'find_by_number', 'verify')
       or (action = 'register' and outcome = 'new' and channel <> 'batch');

-- What a learner was told stays told; an alert is decided, never removed.
create trigger told_stays before update or delete on service_learnertold
    for each row execute function refuse_change();
revoke update, delete on service_learnertold from rollbook_app;
revoke delete on service_alert from rollbook_app;
