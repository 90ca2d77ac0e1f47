-- A one-time link stays as evidence; once it is used or replaced, nothing makes it good again.
create function refuse_reviving_link() returns trigger language plpgsql as $$
begin
    if (old.used_at is not null and new.used_at is distinct from old.used_at)
        or (old.replaced_at is not null and new.replaced_at is distinct from old.replaced_at)
        or new.expires_at > old.expires_at
        or new.token_hash <> old.token_hash
        or new.user_id <> old.user_id then
        raise exception 'a one-time link is used once' using errcode = 'check_violation',
            constraint = 'one_time_link_is_used_once';
    end if;
    return new;
end $$;
create trigger one_time_link_is_used_once before update on service_onetimelink
    for each row execute function refuse_reviving_link();
revoke delete on service_onetimelink from rollbook_app;
