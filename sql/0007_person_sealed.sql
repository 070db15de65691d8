-- Sealed by the vault: names and telephone numbers of the enterprise's people, and of whoever asked at the desk.
-- `thing` is what the record is about (people, enquiry), `id` the number of the entry that opened it.

create table person_sealed (
    thing text not null,
    id integer not null,
    sealed blob not null,
    primary key (thing, id)
);
