-- What was asked, and what was answered, is never said otherwise afterwards.
create function refuse_other_question() returns trigger language plpgsql as $$
begin
    if (new.id, new.asked_by_id, new.about, new.text, new.asked_at)
           is distinct from (old.id, old.asked_by_id, old.about, old.text, old.asked_at)
       or new.organisation_id is distinct from old.organisation_id
       or new.learner_id is distinct from old.learner_id
       or (old.answered_at is not null
           and (new.answer, new.answered_by_id, new.answered_at)
               is distinct from (old.answer, old.answered_by_id, old.answered_at))
       or (old.closed_at is not null and new is distinct from old)
    then
        raise exception 'a question stays what it was' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger questions_stay before update on service_question
    for each row execute function refuse_other_question();
revoke delete on service_question from rollbook_app;
