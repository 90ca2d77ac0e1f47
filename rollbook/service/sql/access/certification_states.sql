-- How far each organisation and sector is with a round of certification, the unfinished first, a page at a time.
with subject as (
    select u.organisation_id, u.sector_id, u.is_active,
           exists (select from service_certification c
                   where c.round_id = %(round)s and c.user_id = u.id
                     and (c.decision = 'needed' or not u.is_active)) as done
    from service_user u
    where u.created_at <= %(opened)s
      and (u.is_active or exists (
          select from service_accesschange a
          where a.user_id = u.id and a.at >= %(opened)s and a.cause in ('not_certified', 'not_needed')))
    union all
    select k.organisation_id, null, k.is_active,
           exists (select from service_certification c
                   where c.round_id = %(round)s and c.client_id = k.id
                     and (c.decision = 'needed' or not k.is_active))
    from service_client k
    where k.created <= %(opened)s
      and (k.is_active or exists (
          select from service_accesschange a
          where a.client_id = k.id and a.at >= %(opened)s and a.cause in ('not_certified', 'not_needed')))
),
part as (
    select organisation_id, sector_id, count(*) as subjects, count(*) filter (where done) as done,
           count(*) filter (where not done and not is_active) as suspended
    from subject
    group by organisation_id, sector_id
)
select p.organisation_id, coalesce(o.name, ''), coalesce(s.name, ''), p.subjects, p.done, p.suspended,
       coalesce(
           (select w.name from service_user w
            where w.organisation_id = p.organisation_id and w.is_active and w.role = 'super_user'
              and (w.sector_id is null or w.sector_id = p.sector_id)
            order by w.sector_id nulls last, w.created_at, w.email limit 1),
           (select w.name from service_user w
            where p.organisation_id is null and w.organisation_id is null and w.is_active and w.role = 'operator'
            order by w.created_at, w.email limit 1),
           '') as owner,
       count(*) over () as total
from part p
left join service_organisation o on o.id = p.organisation_id
left join service_sector s on s.id = p.sector_id
order by p.done < p.subjects desc, o.name collate "C" nulls first, s.name collate "C" nulls first, p.organisation_id
limit %(most)s offset %(skip)s
