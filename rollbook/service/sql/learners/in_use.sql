-- Which of these numbers are in use: those of linked records lead to a learner, those of removed ones to nobody.
select uln from service_learner where uln = any(%(ulns)s::bigint[]) and status <> 'deleted'
