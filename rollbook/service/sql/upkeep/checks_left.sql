-- Checks that are not over and that nobody works on: no job of theirs waits or runs. A small one that is checked while
-- its page waits has none, so it is given a minute. One that fails again and again is left.
select c.id::text
from service_filecheck c
where c.finished_at is null and c.asked_at < now() - interval '1 minute'
  and not exists (
      select 1 from procrastinate_jobs j
      where j.task_name = 'rollbook.check' and j.args ->> 'check_id' = c.id::text and j.status in ('todo', 'doing'))
  and (select count(*) from procrastinate_jobs j
       where j.task_name = 'rollbook.check' and j.args ->> 'check_id' = c.id::text and j.status = 'failed') < %(most)s
