-- What each credential has used of its limit in a window. Not logged: a crash forgives, and nobody waits for the disk.
create unlogged table rate_window (
    caller varchar(80) not null,
    window_start timestamptz not null,
    used integer not null,
    primary key (caller, window_start)
) with (fillfactor = 50);
