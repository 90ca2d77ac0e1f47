-- Who may take part: what was said and seen stays, a changed identity stops access, an emergency is what it was.
create trigger identities_stay before update or delete on service_organisationidentity
    for each row execute function refuse_change();
create trigger checks_stay before update or delete on service_organisationcheck
    for each row execute function refuse_change();
create trigger access_changes_stay before update or delete on service_accesschange
    for each row execute function refuse_change();
revoke update, delete on service_organisationidentity, service_organisationcheck, service_accesschange
    from rollbook_app;
revoke delete on service_organisationapplication, service_certificationround, service_certification,
    service_emergency from rollbook_app;

-- A body that is somebody else now does not go on working under the approval of who it was.
create function refuse_new_name() returns trigger language plpgsql as $$
begin
    if new.name <> old.name and old.status = 'approved' and new.status = 'approved' then
        raise exception 'an organisation with a new name is approved anew' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger a_new_name_suspends before update on service_organisation
    for each row execute function refuse_new_name();

create function refuse_new_identity() returns trigger language plpgsql as $$
begin
    perform from service_organisation where id = new.organisation_id for share;
    if exists (select from service_organisation where id = new.organisation_id and status = 'approved')
       and exists (select from service_organisationidentity where organisation_id = new.organisation_id) then
        raise exception 'an organisation with a new identity is approved anew' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger a_new_identity_suspends before insert on service_organisationidentity
    for each row execute function refuse_new_identity();

-- What an emergency was for, whose it was and until when is fixed when it opens; it is closed once and judged once.
create function refuse_other_emergency() returns trigger language plpgsql as $$
begin
    if (new.id, new.user_id, new.learner_id, new.kind, new.reason, new.opened_at, new.until, new.judge_by)
           is distinct from
       (old.id, old.user_id, old.learner_id, old.kind, old.reason, old.opened_at, old.until, old.judge_by)
       or new.organisation_id is distinct from old.organisation_id
       or new.sector_id is distinct from old.sector_id
       or (old.closed_at is not null and new.closed_at is distinct from old.closed_at)
       or (old.judged_at is not null
           and (new.judged_at, new.judged_by_id, new.verdict, new.consequence, new.judgement)
               is distinct from (old.judged_at, old.judged_by_id, old.verdict, old.consequence, old.judgement))
    then
        raise exception 'an emergency stays what it was' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger emergencies_stay before update on service_emergency
    for each row execute function refuse_other_emergency();

-- Tokens are swept out when they expire; that their client was used is remembered.
create function remember_client_use() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    if new.application_id is not null then
        insert into service_clientuse (client_id, last_used_at) values (new.application_id, now())
        on conflict (client_id) do update set last_used_at = excluded.last_used_at;
    end if;
    return null;
end $$;
create trigger tokens_are_use after insert on oauth2_provider_accesstoken
    for each row execute function remember_client_use();

-- The list of users, for those who see the users of every organisation.
create index user_by_name on service_user (name, email);
