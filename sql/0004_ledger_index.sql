-- What happened to one project is found by the project alone and put in order when it is read: a project has some sixty
-- entries, equal keys share one entry of the index, and it takes a quarter of the room (docs/scale.md). On SQLite every
-- index carries the row's number, which is seq, so there nothing changes.
drop index ledger_event_project;
create index ledger_event_project on ledger_event (project_id);
