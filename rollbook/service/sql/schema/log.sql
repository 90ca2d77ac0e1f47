-- The access log: partitioned by month with a default, rows only ever added.
create sequence access_log_id;
create table access_log (
    id bigint not null default nextval('access_log_id'),
    at timestamptz not null default clock_timestamp(),
    transaction bigint not null default pg_current_xact_id()::text::bigint,
    reference uuid not null,
    actor varchar(80) not null,
    role varchar(20) not null,
    organisation_id uuid,
    channel varchar(10) not null,
    purpose varchar(40) not null,
    action varchar(40) not null,
    outcome varchar(20) not null,
    ulns bigint[] not null default '{}',
    digest bytea,
    details jsonb not null default '{}',
    primary key (id, at)
) partition by range (at);
alter sequence access_log_id owned by access_log.id;
create table access_log_other partition of access_log default;
create index access_log_search on access_log (digest, at) where digest is not null;
create index access_log_ulns on access_log using gin (ulns);
create index access_log_transaction on access_log (transaction);
create index access_log_reference on access_log (reference);
create index access_log_organisation on access_log (organisation_id, at);

create trigger log_rows_stay before update or delete on access_log
    for each row execute function refuse_change();
create trigger log_is_not_emptied before truncate on access_log
    for each statement execute function refuse_change();
create trigger seals_stay before update or delete on service_logseal
    for each row execute function refuse_change();
create trigger seals_are_not_emptied before truncate on service_logseal
    for each statement execute function refuse_change();

-- Makes the partition of the month a day falls in, unless it stands; the default one catches what nobody foresaw.
create function make_log_partition(day date) returns boolean language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    month date := date_trunc('month', day)::date;
    part text := 'access_log_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass(part) is not null then
        return false;
    end if;
    execute format('create table %I partition of access_log for values from (%L) to (%L)',
                   part, month::timestamptz, (month + interval '1 month')::timestamptz);
    return true;
end $$;

insert into service_logepoch (number, first_id, began_at, because) values (1, 1, now(), 'the register began');

-- The feed orders changes by the transaction that made them.
alter table service_change alter column transaction set default pg_current_xact_id()::text::bigint;
