#include "app/access.h"
#include "base/arena.h"
#include "room/notice/notice_rows.h"

static const struct statement notice_insert = {
    "notice_insert",
    "insert into notice(id, project, application, about, address, kind, rule, text, text_en, law,"
    " due_on, left_days, sent_on, read_on)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,null)"};
static const struct statement notice_rule_fired = {
    "notice_rule_fired", "insert into notice_rule(rule, sent_on, sent) values($1,$2,1)"
                         " on conflict(rule) do update set sent_on=excluded.sent_on,"
                         " sent=notice_rule.sent+1"};
static const struct statement notice_reader_insert = {
    "notice_reader_insert", "insert into notice_reader(notice, account, read_on) values($1,$2,$3)"
                            " on conflict(notice, account) do nothing"};
static const struct statement notice_first_read = {
    "notice_first_read", "update notice set read_on=$2 where id=$1 and read_on is null"};

/* One about no project is seen by whoever its address names. */
#define MINE_SEEN " (n.project=0 or (" ACCESS_PROJECT "))"
#define ADDRESSES " n.address in ($6,$7,$8,$9,$10)"

#define FROM " from notice n" NOTICE_NAMED

/* $11 account, $12 unread only, $13 application, $14 kind, $15 before, $16 limit */
static const struct statement notice_mine = {
    "notice_mine", "select " NOTICE_COLUMNS("r.read_on") FROM
    " left join notice_reader r on r.notice=n.id and r.account=$11"
    " where" ADDRESSES " and" MINE_SEEN " and ($12=0 or r.notice is null)"
    " and ($13=0 or n.application=$13) and ($14='' or n.kind=$14) and n.id<$15"
    " order by n.id desc limit $16"};
static const struct statement notice_unread = {
    "notice_unread",
    "select count(*) from (select n.id from notice n left join project p on p.id=n.project"
    " left join notice_reader r on r.notice=n.id and r.account=$11"
    " where" ADDRESSES " and" MINE_SEEN " and r.notice is null order by n.id desc"
    " limit 99) u"};
/* $6 application, $7 kind, $8 before, $9 limit */
static const struct statement notice_all_sent = {
    "notice_all_sent",
    "select " NOTICE_COLUMNS("n.read_on") FROM " where" NOTICE_SENT_SEEN(
        "n.project") " and ($6=0 or n.application=$6) and ($7='' or n.kind=$7) and n.id<$8"
                     " order by n.id desc limit $9"};
static const struct statement notice_project_sent = {
    "notice_project_sent", "select " NOTICE_COLUMNS("n.read_on") FROM
    " where " ACCESS_PROJECT
    " and n.project=$10 and ($6=0 or n.application=$6) and ($7='' or n.kind=$7) and n.id<$8"
    " order by n.id desc limit $9"};
static const struct statement notice_same = {
    "notice_same", "select 1 from notice where project=$1 and application=$2 and about=$3"
                   " and rule=$4 and address=$5 and due_on=$6 limit 1"};
static const struct statement notice_of_actor = {
    "notice_of_actor", "select " NOTICE_COLUMNS("r.read_on") FROM
    " left join notice_reader r on r.notice=n.id and r.account=$11"
    " where" ADDRESSES " and" MINE_SEEN " and n.id=$12"};

const struct statement notice_hearers = {"notice_hearers",
                                         "select address from notice where id=$1"};

const struct statement *const notice_statements[] = {
    &notice_insert, &notice_rule_fired, &notice_reader_insert, &notice_first_read,
    &notice_mine,   &notice_unread,     &notice_all_sent,      &notice_project_sent,
    &notice_same,   &notice_of_actor,   &notice_hearers};
const size_t notice_statement_count = COUNT_OF(notice_statements);

const char notice_ddl[] =
    "create table notice (id integer primary key, project integer not null, application integer "
    "not null,"
    " about integer not null, address text not null, kind text not null, rule text not null,"
    " text text not null, text_en text not null, law text not null, due_on text not null,"
    " left_days integer not null, sent_on text not null, read_on text);"
    "create index notice_by_address on notice(address, id);"
    "create index notice_by_project on notice(project, application, rule, due_on);"
    "create index notice_unopened on notice(sent_on, id, project) where read_on is null;"
    "create table notice_reader (notice integer not null, account integer not null,"
    " read_on text not null, primary key (notice, account));"
    "create table notice_rule (rule text primary key, sent_on text not null, sent integer not "
    "null);";

bool notice_record_sent(struct store *store, const struct event *event, struct fault *fault)
{
    const struct notice_sent *body = event->body;
    if (!store_run(store, &notice_insert,
                   CELLS(cell_int(event->subject), cell_int(event->project),
                         cell_int(body->application), cell_int(body->about),
                         cell_text(body->address), cell_text(body->kind), cell_text(body->rule),
                         cell_text(body->text), cell_text(body->text_en), cell_text(body->law),
                         cell_date(body->due_on), cell_int(body->left_days),
                         cell_date(event->happened_on)),
                   fault)) {
        return false;
    }
    return body->rule.len == 0 ||
           store_run(store, &notice_rule_fired,
                     CELLS(cell_text(body->rule), cell_date(event->happened_on)), fault);
}

bool notice_record_read(struct store *store, const struct event *event, struct fault *fault)
{
    const struct notice_read *body = event->body;
    struct cell id = cell_int(event->subject);
    struct cell day = cell_date(event->happened_on);
    return store_run(store, &notice_reader_insert, CELLS(id, cell_int(body->account), day),
                     fault) &&
           store_run(store, &notice_first_read, CELLS(id, day), fault);
}

/* -- reading -- */

void notice_read(struct arena *arena, const struct store_rows *rows, struct notice *out)
{
    *out = (struct notice){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .application = store_int(rows, 2),
        .about = store_int(rows, 3),
        .address = store_text(arena, rows, 4),
        .kind = store_text(arena, rows, 5),
        .rule = store_text(arena, rows, 6),
        .text = store_text(arena, rows, 7),
        .text_en = store_text(arena, rows, 8),
        .law = store_text(arena, rows, 9),
        .due_on = store_date(rows, 10),
        .left_days = store_int(rows, 11),
        .sent_on = store_date(rows, 12),
        .read_on = store_date(rows, 13),
        .project_name = store_text(arena, rows, 14),
        .case_number = store_text(arena, rows, 15),
    };
}

bool notice_read_all(struct arena *arena, struct store_rows *rows, struct notices *out,
                     struct fault *fault)
{
    *out = (struct notices){arena_array(arena, struct notice, NOTICE_LIST_MAX), 0};
    while (out->count < NOTICE_LIST_MAX && store_next(rows)) {
        notice_read(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

#define BEFORE_ALL INT64_MAX

static int64_t before_of(const struct notice_question *question)
{
    return question->before > 0 ? question->before : BEFORE_ALL;
}

static int64_t limit_of(const struct notice_question *question)
{
    bool is_right = question->limit > 0 && question->limit <= NOTICE_LIST_MAX;
    return is_right ? question->limit : NOTICE_LIST_MAX;
}

#define ADDRESS_CELLS(to)                                                                          \
    cell_text((to)[0]), cell_text((to)[1]), cell_text((to)[2]), cell_text((to)[3]),                \
        cell_text((to)[4])

bool notice_list_mine(const struct view_run *run, const struct notice_question *question,
                      struct notices *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct text to[NOTICE_ADDRESSES];
    struct store_rows rows;
    notice_addresses_of(run->arena, run->actor, to);
    return store_query(run->store, &notice_mine,
                       CELLS(ACCESS_CELLS(scope), ADDRESS_CELLS(to), cell_int(run->actor->account),
                             cell_bool(question->is_unread_only), cell_int(question->application),
                             cell_text(question->kind), cell_int(before_of(question)),
                             cell_int(limit_of(question))),
                       &rows, fault) &&
           notice_read_all(run->arena, &rows, out, fault);
}

bool notice_find_mine(const struct view_run *run, int64_t id, struct notice *out,
                      struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct text to[NOTICE_ADDRESSES];
    struct store_rows rows;
    notice_addresses_of(run->arena, run->actor, to);
    if (!store_query(run->store, &notice_of_actor,
                     CELLS(ACCESS_CELLS(scope), ADDRESS_CELLS(to), cell_int(run->actor->account),
                           cell_int(id)),
                     &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        notice_read(run->arena, &rows, out);
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool notice_count_unread(const struct view_run *run, int64_t *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct text to[NOTICE_ADDRESSES];
    notice_addresses_of(run->arena, run->actor, to);
    return store_query_int(
        run->store, &notice_unread,
        CELLS(ACCESS_CELLS(scope), ADDRESS_CELLS(to), cell_int(run->actor->account)), out, fault);
}

bool notice_list_sent(const struct view_run *run, const struct notice_question *question,
                      struct notices *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    struct cell common[] = {ACCESS_CELLS(scope),          cell_int(question->application),
                            cell_text(question->kind),    cell_int(before_of(question)),
                            cell_int(limit_of(question)), cell_int(question->project)};
    bool is_of_project = question->project != 0;
    return store_query(run->store, is_of_project ? &notice_project_sent : &notice_all_sent,
                       (struct cells){common, COUNT_OF(common) - (is_of_project ? 0 : 1)}, &rows,
                       fault) &&
           notice_read_all(run->arena, &rows, out, fault);
}

bool notice_was_sent(struct store *store, const struct notice_key *key, bool *out,
                     struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &notice_same,
                                CELLS(cell_int(key->project), cell_int(key->application),
                                      cell_int(key->about), cell_text(key->rule),
                                      cell_text(key->address), cell_date(key->due_on)),
                                &found, fault);
    *out = found != 0;
    return read;
}
