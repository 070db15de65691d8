-- The second factor of a sign-in: a secret that the person's telephone shares (RFC 6238), sealed with the keys outside the database.
-- Until it is confirmed with a first code nothing asks for it. A step of 30 s serves once: `last_step`. `confirmed_at` in UTC
-- milliseconds, 0: not yet. Codes for the day the telephone is lost are kept as hashes, each for one use.

create table second_factor (
    account integer primary key,
    sealed blob not null,
    confirmed_at integer not null,
    last_step integer not null
);

create table second_factor_recovery (
    code_hash text primary key,
    account integer not null
);
create index second_factor_recovery_account on second_factor_recovery (account);
