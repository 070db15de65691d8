-- The bytes of uploaded files where several nodes share the database: each finds what another has taken in.
-- On an embedded database they lie in a folder beside it, and this table stays empty.

create table file_content (
    digest text primary key,
    bytes blob not null,
    kept_at integer not null
);
-- What nothing points to is taken away when it is old enough.
create index file_content_by_time on file_content (kept_at);
