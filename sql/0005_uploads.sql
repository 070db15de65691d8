-- Uploads in parts that are under way, and who saw which file: facts beside the ledger.

create table file_upload (
    id integer primary key,
    account integer not null,
    project integer not null,
    size integer not null,
    replaces integer not null,
    name text not null,
    digest text not null,
    touched_at integer not null,
    file integer not null
);
create index file_upload_by_account on file_upload (account, file, touched_at);
create index file_upload_by_time on file_upload (touched_at);

-- The bytes of a part lie where those of files lie, under its digest.
create table file_part (
    upload integer not null,
    number integer not null,
    size integer not null,
    digest text not null,
    primary key (upload, number)
);
create index file_part_by_digest on file_part (digest);

-- Only ever appended to. The unit is kept as it was then; the name is looked up when asked.
create table file_seen (
    file integer not null,
    at integer not null,
    account integer not null,
    role text not null,
    org text not null,
    primary key (file, at, account)
);
