-- Who an access token stands for: its client and the client's organisation as they are at this moment.
select c.client_id, c.name, c.role, c.purposes, c.is_active,
       o.id, o.ukprn, o.status, o.purposes,
       coalesce((select max(coalesce(a.ends_on, 'infinity')) from service_agreement a where a.organisation_id = o.id),
                'infinity') >= current_date as has_agreement,
       is_stopped(o.id, 'client:' || c.client_id) as is_stopped
from oauth2_provider_accesstoken t
join service_client c on c.id = t.application_id
join service_organisation o on o.id = c.organisation_id
where t.token_checksum = %(checksum)s and t.expires > now()
