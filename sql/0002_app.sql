-- Facts beside the ledger: what must not stand in it (secrets, personal data), or need not (drafts,
-- sessions, answers kept for repeated requests). They can't be rebuilt, so they change by numbered files only.

create table command_answer (
    account integer not null,
    key text not null,
    fingerprint text not null,
    answer text not null,
    answered_at integer not null,
    primary key (account, key)
);
create index command_answer_by_time on command_answer (answered_at);

-- Login and name are personal data: the ledger knows only the account's number.
create table account_secret (
    account integer primary key,
    login text not null unique,
    name text not null,
    password text not null,
    failures integer not null,
    locks integer not null,
    locked_until integer not null,
    changed_at integer not null
);

create table session (
    token_hash text primary key,
    account integer not null,
    post integer not null,
    csrf text not null,
    opened_at integer not null
);
create index session_by_account on session (account);

create table api_token (
    token_hash text primary key,
    account integer not null,
    post integer not null,
    name text not null,
    made_at integer not null,
    expires_at integer not null
);
create index api_token_by_account on api_token (account);

create table draft (
    account integer not null,
    form text not null,
    content text not null,
    saved_at integer not null,
    primary key (account, form)
);

-- Sealed by the vault: name and telephone of the enterprise's contact.
create table contact (
    project integer primary key,
    sealed blob not null
);

-- What the audit administrator reads: sign-ins, denials, acts of administration. Only ever appended to.
create table audit (
    number integer primary key,
    at integer not null,
    account integer not null,
    act text not null,
    detail text not null,
    peer text not null
);
