-- The ledger. src/ledger/format.h says what each column means and which bytes of it are hashed or
-- signed. "integer" is 64 bits wide on every database (src/store/README.md).

create table ledger_event (
    seq          integer primary key,
    recorded_at  integer not null,
    happened_on  text,
    kind         text    not null,
    subject_id   integer not null,
    project_id   integer not null,
    actor        text    not null,
    command_id   text    not null,
    pack_version text    not null,
    body         text    not null,
    leaf         blob    not null
) /* grows by seq */;

-- What happened to one project, in order: its timeline, and the page as of a past day.
create index ledger_event_project on ledger_event (project_id, seq);

create table ledger_tile (
    level integer not null,
    place integer not null,
    hash  blob    not null,
    primary key (level, place)
);

create table ledger_head (
    number     integer primary key,
    size       integer not null,
    root       blob    not null,
    signed_at  integer not null,
    key_id     blob    not null,
    public_key blob    not null,
    signature  blob    not null
);
