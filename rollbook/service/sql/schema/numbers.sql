-- A ULN carries its check digit, and a number once used stays used.
create function uln_is_valid(number bigint) returns boolean
language sql immutable strict parallel safe as $$
    select number between 1000000000 and 9999999998
       and (select sum(substr(number::text, place, 1)::int * (11 - place)) % 11
            from generate_series(1, 10) as place) = 10
$$;

alter table service_issuednumber add constraint issued_number_has_its_check_digit check (uln_is_valid(uln));

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only ever added', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger issued_numbers_stay before update or delete on service_issuednumber
    for each row execute function refuse_change();
create trigger issued_numbers_are_not_emptied before truncate on service_issuednumber
    for each statement execute function refuse_change();

-- Two ranges may not share a number.
alter table service_numberrange add constraint ranges_do_not_overlap
    exclude using gist (int8range(first, last, '[]') with &&);
