-- What was said for a learner stays, and while she objects to sharing nobody makes it wider than she allows.
create trigger objections_stay before update or delete on service_objection
    for each row execute function refuse_change();
create trigger objection_outcomes_stay before update or delete on service_objectionoutcome
    for each row execute function refuse_change();
create trigger seen_changes_stay before update or delete on service_numberchangeseen
    for each row execute function refuse_change();
revoke update, delete on service_objection, service_objectionoutcome, service_numberchangeseen from rollbook_app;
revoke delete on service_twopeoplereport from rollbook_app;

-- How widely a record is shared under each ability to share: the order of `width` in its code set.
create function sharing_width(code smallint) returns int language sql immutable strict as $$
    select case code when 2 then 0 when 0 then 1 else 2 end
$$;

create function refuse_wider_sharing() returns trigger language plpgsql as $$
begin
    if exists (
        select from service_objection o
        where o.allows is not null
          and sharing_width(new.ability_to_share) > sharing_width(o.allows)
          and o.learner_id in (
              with recursive family as (
                  select new.uln as uln
                  union
                  select l.uln from service_learner l join family f on l.linked_to_id = f.uln
              ) select uln from family)
          and not exists (
              select from service_objectionoutcome e
              where e.objection_id = o.id and e.outcome in ('refused', 'withdrawn'))
    ) then
        raise exception 'the learner objects to sharing: it cannot be made wider than she allows'
            using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger sharing_is_not_made_wider before update on service_learner for each row
    when (sharing_width(new.ability_to_share) > sharing_width(old.ability_to_share) and new.status <> 'deleted')
    execute function refuse_wider_sharing();
