-- Who is told by which way (room notice). A row is made in the transaction of the notice's event: a person and a way once. What
-- became of it is no event: it is the post's business, not the city's. `account` 0: a system that is told, no person.
-- Times are UTC milliseconds.

create table notice_delivery (
    notice integer not null,
    account integer not null,
    channel text not null,
    project integer not null,
    state text not null,
    digest integer not null,
    made_at integer not null,
    due_at integer not null,
    attempts integer not null,
    claimed_at integer not null,
    done_at integer not null,
    batch integer not null,
    trouble text not null,
    primary key (notice, account, channel)
);
create index notice_delivery_due on notice_delivery (channel, state, due_at);
create index notice_delivery_by_state on notice_delivery (state, made_at);

-- How somebody is reached: address and telephone sealed by the vault, and what he chose. Hours are minutes of the day, -1: the city's.
create table notice_reach (
    account integer primary key,
    sealed blob not null,
    mail text not null,
    message text not null,
    language text not null,
    quiet_from integer not null,
    quiet_to integer not null,
    refused text not null
);
