-- An address of e-mail is confirmed by its holder before anything but the code is sent to it (room notice). What stood there before
-- is confirmed anew. `address_state`: none, asked, confirmed. Of a code a keyed hash is kept, "" when none is out. UTC milliseconds.

alter table notice_reach add column address_state text not null default 'asked';

create table notice_reach_code (
    account integer primary key,
    hash text not null,
    sent_at integer not null,
    tries integer not null,
    asked_at integer not null,
    counted_from integer not null,
    count integer not null
);
