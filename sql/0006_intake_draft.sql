-- The form of a project that several people are still writing: nothing of it has been submitted, so nothing of it
-- stands in the ledger. Each answer in it knows the version in which it was changed.

create table intake_draft (
    project integer primary key,
    version integer not null,
    content text not null,
    saved_at integer not null,
    saved_by integer not null
);
