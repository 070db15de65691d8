#include "room/commitment/commitment_store.h"
#include "base/arena.h"
#include "base/buffer.h"

#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.application, c.variant, c.class, c.code, c.item_name, c.org,"   \
    " c.checker, c.text_version, c.title, c.promise, c.liability, c.digest, c.state, c.signed_on," \
    " c.granted_on, c.check_by, c.missed_on, c.checked_on, c.rectify_by, c.rectified_on,"          \
    " c.ended_on, c.signed_by, c.decider, c.checked_by, c.check_days, c.is_false, c.note, "        \
    "c.reply,"                                                                                     \
    " c.rounds, a.number, p.number, p.name, p.enterprise"
#define FROM                                                                                       \
    " from commitment c join project p on p.id=c.project join application a on a.id=c.application"
/* The day that counts next, in the column `next_on`; what is over comes last. */
#define KEY "c.next_on"

static const struct statement commitment_insert = {
    "commitment_insert",
    "insert into commitment(id, version, project, application, variant, class, code, item_name,"
    " org, checker, text_version, title, promise, liability, digest, state, next_on, signed_on,"
    " granted_on, check_by, missed_on, checked_on, rectify_by, rectified_on, ended_on, signed_by,"
    " decider, checked_by, check_days, is_false, note, reply, files, rounds)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,'signed',$15,$15,null,null,null,null,"
    "null,null,null,$16,0,0,$17,0,'','','[]',0)"};
static const struct statement commitment_check_set_update = {
    "commitment_check_set_update",
    "update commitment set version=version+1, state='checking', granted_on=$2, check_by=$3,"
    " next_on=$3, decider=$4 where id=$1"};
static const struct statement commitment_missed_update = {
    "commitment_missed_update",
    "update commitment set version=version+1, missed_on=$2 where id=$1"};
static const struct statement commitment_checked_update = {
    "commitment_checked_update",
    "update commitment set version=version+1, state=$2, checked_on=$3, checked_by=$4, is_false=$5,"
    " note=$6, rectify_by=$7, next_on=coalesce($7,'9999-12-31'), ended_on=$8, check_by=null,"
    " rounds=rounds+1 where id=$1"};
static const struct statement commitment_rectified_update = {
    "commitment_rectified_update",
    "update commitment set version=version+1, state='rechecking', rectified_on=$2, reply=$3,"
    " files=$4, check_by=$5, next_on=$5, missed_on=null where id=$1"};
static const struct statement commitment_voided_update = {
    "commitment_voided_update",
    "update commitment set version=version+1, state='void', ended_on=$2,"
    " next_on='9999-12-31', note=$3 where id=$1"};

static const struct statement commitment_by_id = {
    "commitment_by_id", "select " COLUMNS FROM " where " ACCESS_PROJECT " and c.id=$6"};
static const struct statement commitment_filtered = {
    "commitment_filtered",
    "select " COLUMNS FROM " where " ACCESS_PROJECT
    " and ($6='' or c.state=$6 or ($6='open' and c.ended_on is null))"
    " and ($7='' or c.checker=$7) and ($8=0 or c.project=$8) and ($9=0 or c.application=$9)"
    " and (" KEY ">$10 or (" KEY "=$10 and c.id>$11)) order by " KEY ", c.id limit $12"};
static const struct statement commitment_by_application = {
    "commitment_by_application",
    "select " COLUMNS FROM
    " where c.application=$1 and c.ended_on is null order by c.id desc limit 1"};
static const struct statement commitment_overdue = {
    "commitment_overdue",
    "select " COLUMNS FROM " where c.next_on<$1 and c.check_by is not null and c.missed_on is null"
    " order by c.next_on, c.id limit $2"};
static const struct statement commitment_version_of = {
    "commitment_version_of", "select version from commitment where id=$1"};
/* Looks into neighbours' tables: the application, and what is known of the project. */
static const struct statement commitment_application = {
    "commitment_application",
    "select a.id, a.project, a.number, a.code, n.name, a.org, a.state, p.enterprise, a.own,"
    " p.industry_code, p.investment from application a join project p on p.id=a.project join "
    "application_name n on n.id=a.name_of"
    " where " ACCESS_PROJECT " and a.id=$6"};
static const struct statement commitment_fact_rows = {
    "commitment_fact_rows",
    "select name, value from planning_fact where project=$1 order by name limit 1000"};

static const struct statement commitment_file = {"commitment_file",
                                                 "select 1 from file where id=$1 and project=$2"};

extern const struct statement commitment_task_insert, commitment_task_update, commitment_task_by_id,
    commitment_task_filtered, credit_insert, credit_repair_update, credit_open, credit_filtered,
    credit_by_id;

const struct statement *const commitment_statements[] = {
    &commitment_insert,
    &commitment_check_set_update,
    &commitment_missed_update,
    &commitment_checked_update,
    &commitment_rectified_update,
    &commitment_voided_update,
    &commitment_by_id,
    &commitment_filtered,
    &commitment_by_application,
    &commitment_overdue,
    &commitment_version_of,
    &commitment_application,
    &commitment_fact_rows,
    &commitment_file,
    &commitment_task_insert,
    &commitment_task_update,
    &commitment_task_by_id,
    &commitment_task_filtered,
    &credit_insert,
    &credit_repair_update,
    &credit_open,
    &credit_filtered,
    &credit_by_id,
};
const size_t commitment_statement_count = COUNT_OF(commitment_statements);

const char commitment_ddl[] =
    "create table commitment (id integer primary key, version integer not null,"
    " project integer not null, application integer not null, variant text not null,"
    " class text not null, code text not null, item_name text not null, org text not null,"
    " checker text not null, text_version integer not null, title text not null,"
    " promise text not null, liability text not null, digest text not null, state text not null,"
    " next_on text not null, signed_on text not null, granted_on text, check_by text,"
    " missed_on text, checked_on text, rectify_by text, rectified_on text, ended_on text,"
    " signed_by text not null, decider integer not null, checked_by integer not null,"
    " check_days integer not null, is_false integer not null, note text not null,"
    " reply text not null, files text not null, rounds integer not null);"
    "create index commitment_by_application on commitment(application, id);"
    "create index commitment_by_project on commitment(project, id);"
    "create index commitment_by_checker on commitment(checker, next_on);"
    "create index commitment_by_next on commitment(next_on, id);"
    "create table commitment_task (id integer primary key, version integer not null,"
    " project integer not null, source integer not null, application integer not null,"
    " code text not null, item_name text not null, org text not null, why text not null,"
    " set_on text not null, due_on text not null, done_on text, outcome text not null,"
    " note text not null);"
    "create index commitment_task_by_source on commitment_task(source, id);"
    "create index commitment_task_by_project on commitment_task(project, id);"
    "create index commitment_task_by_org on commitment_task(org, due_on);"
    "create index commitment_task_by_due on commitment_task(due_on, id);"
    "create table commitment_mark (id integer primary key, version integer not null,"
    " project integer not null, enterprise text not null, kind text not null, org text not null,"
    " reason text not null, source integer not null, since text not null, repaired_on text,"
    " document text not null, note text not null);"
    "create index commitment_mark_by_enterprise on commitment_mark(enterprise, repaired_on);"
    "create index commitment_mark_by_project on commitment_mark(project, id);";

/* -- recording -- */

bool commitment_record_signed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct commitment_signed *body = event->body;
    return store_run(
        store, &commitment_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->application),
              cell_text(body->variant), cell_text(body->class), cell_text(body->code),
              cell_text(body->item_name), cell_text(body->org), cell_text(body->checker),
              cell_int(body->text_version), cell_text(body->title), cell_text(body->promise),
              cell_text(body->liability), cell_text(body->digest), cell_date(event->happened_on),
              cell_text(event->actor), cell_int(body->check_days)),
        fault);
}

bool commitment_record_check_set(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct commitment_check_set *body = event->body;
    return store_run(store, &commitment_check_set_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_date(body->check_by), cell_int(body->decider)),
                     fault);
}

bool commitment_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &commitment_missed_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

static struct text state_after(const struct commitment_checked *body)
{
    if (text_is(body->result, "passed")) {
        return TEXT("passed");
    }
    if (text_is(body->consequence, "rectify")) {
        return TEXT("rectifying");
    }
    return text_is(body->consequence, "revoke") ? TEXT("revoked") : TEXT("breached");
}

bool commitment_record_checked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct commitment_checked *body = event->body;
    bool is_over = !text_is(body->consequence, "rectify");
    return store_run(store, &commitment_checked_update,
                     CELLS(cell_int(event->subject), cell_text(state_after(body)),
                           cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)), cell_bool(body->is_false),
                           cell_text(body->note), cell_date(body->rectify_by),
                           is_over ? cell_date(event->happened_on) : cell_null()),
                     fault);
}

bool commitment_record_rectified(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct commitment_rectified *body = event->body;
    return store_run(
        store, &commitment_rectified_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->note),
              cell_text(body->files.len > 0 ? body->files : TEXT("[]")), cell_date(body->check_by)),
        fault);
}

bool commitment_record_voided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct commitment_voided *body = event->body;
    return store_run(
        store, &commitment_voided_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->reason)),
        fault);
}

/* -- reading -- */

static void read_days(const struct store_rows *rows, struct commitment *out)
{
    out->signed_on = store_date(rows, 16);
    out->granted_on = store_date(rows, 17);
    out->check_by = store_date(rows, 18);
    out->missed_on = store_date(rows, 19);
    out->checked_on = store_date(rows, 20);
    out->rectify_by = store_date(rows, 21);
    out->rectified_on = store_date(rows, 22);
    out->ended_on = store_date(rows, 23);
}

static void read_rest(struct arena *arena, const struct store_rows *rows, struct commitment *out)
{
    out->signed_by = store_text(arena, rows, 24);
    out->decider = store_int(rows, 25);
    out->checked_by = store_int(rows, 26);
    out->check_days = store_int(rows, 27);
    out->is_false = store_bool(rows, 28);
    out->note = store_text(arena, rows, 29);
    out->reply = store_text(arena, rows, 30);
    out->rounds = store_int(rows, 31);
    out->number = store_text(arena, rows, 32);
    out->project_number = store_text(arena, rows, 33);
    out->project_name = store_text(arena, rows, 34);
    out->enterprise = store_text(arena, rows, 35);
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct commitment *out)
{
    *out = (struct commitment){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .variant = store_text(arena, rows, 4),
        .class = store_text(arena, rows, 5),
        .code = store_text(arena, rows, 6),
        .item_name = store_text(arena, rows, 7),
        .org = store_text(arena, rows, 8),
        .checker = store_text(arena, rows, 9),
        .text_version = store_int(rows, 10),
        .title = store_text(arena, rows, 11),
        .promise = store_text(arena, rows, 12),
        .liability = store_text(arena, rows, 13),
        .digest = store_text(arena, rows, 14),
    };
    ensure(commitment_state_find(store_cell(rows, 15).text, &out->state));
    read_days(rows, out);
    read_rest(arena, rows, out);
}

/* All rows of a running question, at most `most`. */
static bool read_rows(struct arena *arena, struct store_rows *rows, size_t most,
                      struct commitments *out, struct fault *fault)
{
    *out = (struct commitments){arena_array(arena, struct commitment, most), 0};
    while (out->count < most && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool commitment_find(const struct sight *sight, int64_t id, struct commitment *out,
                     struct fault *fault)
{
    struct store_rows rows;
    struct commitments found;
    if (!store_query(sight->store, &commitment_by_id,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) ||
        !read_rows(sight->arena, &rows, 1, &found, fault)) {
        return false;
    }
    if (found.count == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found.items[0];
    return true;
}

bool commitment_select(const struct sight *sight, const struct commitment_filter *filter,
                       struct commitments *out, struct fault *fault)
{
    struct store_rows rows;
    int64_t limit = filter->limit > 0 && filter->limit < COMMITMENT_LIST_MAX ? filter->limit
                                                                             : COMMITMENT_LIST_MAX;
    return store_query(sight->store, &commitment_filtered,
                       CELLS(ACCESS_CELLS(sight->scope), cell_text(filter->state),
                             cell_text(filter->checker), cell_int(filter->project),
                             cell_int(filter->application), cell_text(filter->after_day),
                             cell_int(filter->after_id), cell_int(limit)),
                       &rows, fault) &&
           read_rows(sight->arena, &rows, (size_t)limit, out, fault);
}

struct text commitment_key(struct arena *arena, const struct commitment *commitment)
{
    civil_date day = commitment->ended_on != CIVIL_DATE_NONE   ? CIVIL_DATE_NONE
                     : commitment->state == COMMITMENT_SIGNED  ? commitment->signed_on
                     : commitment->check_by != CIVIL_DATE_NONE ? commitment->check_by
                                                               : commitment->rectify_by;
    char text[CIVIL_DATE_TEXT_SIZE];
    return day == CIVIL_DATE_NONE ? TEXT("9999-12-31")
                                  : text_copy(arena, civil_date_write(day, text));
}

bool commitment_live_of(struct arena *arena, struct store *store, int64_t application,
                        struct commitment *out, struct fault *fault)
{
    struct store_rows rows;
    struct commitments found;
    if (!store_query(store, &commitment_by_application, CELLS(cell_int(application)), &rows,
                     fault) ||
        !read_rows(arena, &rows, 1, &found, fault)) {
        return false;
    }
    *out = found.count > 0 ? found.items[0] : (struct commitment){.id = 0};
    return true;
}

#define AT_A_TIME 20 /* of a chore */

bool commitment_unchecked(struct arena *arena, struct store *store, civil_date today,
                          struct commitments *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &commitment_overdue, CELLS(cell_date(today), cell_int(AT_A_TIME)),
                       &rows, fault) &&
           read_rows(arena, &rows, AT_A_TIME, out, fault);
}

bool commitment_version(struct store *store, int64_t id, int64_t *out, struct fault *fault)
{
    return store_query_int(store, &commitment_version_of, CELLS(cell_int(id)), out, fault);
}

bool commitment_case_find(const struct sight *sight, int64_t id, struct commitment_case *out,
                          struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &commitment_application,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        *out = (struct commitment_case){
            .id = store_int(&rows, 0),
            .project = store_int(&rows, 1),
            .number = store_text(sight->arena, &rows, 2),
            .code = store_text(sight->arena, &rows, 3),
            .name = store_text(sight->arena, &rows, 4),
            .org = store_text(sight->arena, &rows, 5),
            .state = store_text(sight->arena, &rows, 6),
            .enterprise = store_text(sight->arena, &rows, 7),
            .is_own = store_bool(&rows, 8),
            .industry_code = store_text(sight->arena, &rows, 9),
            .investment = store_text(sight->arena, &rows, 10),
        };
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

/* The lead's two facts stand first: what was given later is said over them by jvalue_merge. */
static const struct jvalue *lead_facts(struct arena *arena, const struct commitment_case *about)
{
    struct buffer buffer = buffer_open(arena, 128);
    struct json_writer json = json_writer_open(&buffer);
    const struct jvalue *out = NULL;
    struct fault fault = {.code = FAULT_NONE};
    json_object(&json);
    if (about->industry_code.len > 0) {
        json_member_text(&json, "industry_code", about->industry_code);
    }
    if (about->investment.len > 0) {
        json_name(&json, "total_investment_wanyuan");
        json_raw(&json, about->investment);
    }
    json_end(&json);
    bool is_sound = json_read(arena, buffer_text(&buffer), &out, &fault);
    ensure(is_sound);
    return out;
}

bool commitment_facts(struct arena *arena, struct store *store, const struct commitment_case *about,
                      const struct jvalue **out, struct fault *fault)
{
    struct store_rows rows;
    const struct jvalue *given = NULL;
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    if (!store_query(store, &commitment_fact_rows, CELLS(cell_int(about->project)), &rows, fault)) {
        return false;
    }
    json_object(&json);
    while (store_next(&rows)) {
        json_name_text(&json, store_text(arena, &rows, 0));
        json_raw(&json, store_text(arena, &rows, 1));
    }
    json_end(&json);
    if (!store_done(&rows, fault) || !json_read(arena, buffer_text(&buffer), &given, fault)) {
        return false;
    }
    *out = jvalue_merge(arena, lead_facts(arena, about), given);
    return true;
}

static bool refuse_files(struct fault *fault, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("files"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "证明文件", "evidence");
    return false;
}

#define FILES_MAX 50

bool commitment_files_are_of(struct arena *arena, struct store *store, int64_t project,
                             struct text files, struct fault *fault)
{
    const struct jvalue *list = NULL;
    struct fault unread = {.code = FAULT_NONE};
    if (files.len == 0) {
        return true;
    }
    if (!json_read(arena, files, &list, &unread) || list->kind != JVALUE_ARRAY ||
        list->count > FILES_MAX) {
        return refuse_files(fault, "应为本项目文件编号的列表，最多 50 个",
                            "a list of ids of this project's files, at most 50");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t found = 0;
        if (!store_query_int(store, &commitment_file,
                             CELLS(cell_int(jvalue_int(&list->items[i], 0)), cell_int(project)),
                             &found, fault)) {
            return false;
        }
        if (found == 0) {
            return refuse_files(fault, "不是本项目的文件", "not a file of this project");
        }
    }
    return true;
}
