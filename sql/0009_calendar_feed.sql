-- The secret addresses under which other programs read a person's calendar: one a post, kept as a hash, gone when it is revoked.

create table calendar_feed (
    token_hash text primary key,
    account integer not null,
    post integer not null,
    has_tasks integer not null,
    made_on text not null
);
create unique index calendar_feed_of_post on calendar_feed (account, post);
