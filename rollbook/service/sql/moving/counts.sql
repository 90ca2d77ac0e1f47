-- How much a register holds: shown with a backup, compared after a restore.
select (select count(*) from service_learner) as learners,
       (select count(*) from service_issuednumber) as numbers,
       (select count(*) from service_organisation) as organisations,
       (select count(*) from service_enrolment) as enrolments,
       (select count(*) from access_log) as log_rows,
       (select count(*) from service_logseal) as seals
