-- Batches with work to do and nobody doing it: no job of theirs waits or runs. One that fails again and again is left.
select b.id::text
from service_batch b
join service_organisation o on o.id = b.organisation_id and o.status = 'approved'
where b.state <> 'done'
  and not exists (
      select 1 from procrastinate_jobs j
      where j.task_name = 'rollbook.batch' and j.args ->> 'batch_id' = b.id::text and j.status in ('todo', 'doing'))
  and (select count(*) from procrastinate_jobs j
       where j.task_name = 'rollbook.batch' and j.args ->> 'batch_id' = b.id::text and j.status = 'failed') < %(most)s
