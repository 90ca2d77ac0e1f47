-- Samples and thresholds: what was drawn and what was changed stays; a judgement can be thought over, not removed.
create trigger threshold_changes_stay before update or delete on service_thresholdchange
    for each row execute function refuse_change();
create trigger threshold_changes_are_not_emptied before truncate on service_thresholdchange
    for each statement execute function refuse_change();
revoke update, delete on service_thresholdchange, service_samplestratum, service_sampledpair from rollbook_app;
revoke delete on service_sample, service_judgement from rollbook_app;
-- The one thing of a pair that may go is its row, with its batch.
grant update (row_id) on service_sampledpair to rollbook_app;
