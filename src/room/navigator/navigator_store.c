#include "base/arena.h"
#include "room/navigator/navigator_profile.h"

#define TRAININGS_MAX 5000
#define PERSON                                                                                     \
    "select a.id, c.name, p.org, p.district,"                                                      \
    " (select count(*) from project x where x.navigator=a.id and x.stage_rank between 60 and 70)," \
    " coalesce(f.version,0), coalesce(f.skills,''), coalesce(f.languages,''),"                     \
    " coalesce(f.districts,''), coalesce(f.full_load,0), coalesce(f.note,'')"                      \
    " from account_post p join account a on a.id=p.account and a.disabled=0"                       \
    " join account_secret c on c.account=a.id"                                                     \
    " left join navigator_profile f on f.account=a.id where p.role='navigator' and p.ended=0"

static const struct statement navigator_all = {
    "navigator_all", PERSON " and ($1='' or p.district=$1) order by 5, a.id limit 200"};
static const struct statement navigator_one = {"navigator_one",
                                               PERSON " and p.account=$1 order by p.id limit 1"};
static const struct statement navigator_profile_upsert = {
    "navigator_profile_upsert",
    "insert into navigator_profile(account, version, skills, languages, districts, full_load, note)"
    " values($1,1,$2,$3,$4,$5,$6) on conflict(account) do update set"
    " version=navigator_profile.version+1, skills=excluded.skills, languages=excluded.languages,"
    " districts=excluded.districts, full_load=excluded.full_load, note=excluded.note"};
static const struct statement navigator_training_insert = {
    "navigator_training_insert",
    "insert into navigator_training(id, account, course, act, on_day, valid_until, note)"
    " values($1,$2,$3,$4,$5,$6,$7)"};
#define STEP "select account, course, act, on_day, valid_until, note from navigator_training"
static const struct statement navigator_training_of = {"navigator_training_of", STEP
                                                       " where account=$1 order by id limit 5000"};
static const struct statement navigator_training_ending = {
    "navigator_training_ending",
    "select distinct account from navigator_training where"
    " valid_until>=$1 and valid_until<=$2 order by account limit 1000"};
static const struct statement navigator_training_all = {"navigator_training_all",
                                                        STEP " order by account, id limit 5000"};

const struct statement *const navigator_statements[] = {&navigator_all,
                                                        &navigator_one,
                                                        &navigator_profile_upsert,
                                                        &navigator_training_insert,
                                                        &navigator_training_of,
                                                        &navigator_training_all,
                                                        &navigator_training_ending};
const size_t navigator_statement_count = COUNT_OF(navigator_statements);

const char navigator_ddl[] =
    "create table navigator_profile (account integer primary key, version integer not null, skills"
    " text not null, languages text not null, districts text not null, full_load integer not null,"
    " note text not null);"
    "create table navigator_training (id integer primary key, account integer not null, course text"
    " not null, act text not null, on_day text not null, valid_until text, note text not null);"
    "create index navigator_training_by_account on navigator_training(account, id);"
    "create index navigator_training_by_end on navigator_training(valid_until, account);";

bool navigator_record_profiled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct navigator_profile *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 16, (size_t)1 << 20);
    bool kept =
        store_run(store, &navigator_profile_upsert,
                  CELLS(cell_int(body->account), cell_text(text_list_join(arena, body->skills)),
                        cell_text(text_list_join(arena, body->languages)),
                        cell_text(text_list_join(arena, body->districts)),
                        cell_int(body->full_load), cell_text(body->note)),
                  fault);
    arena_close(arena);
    return kept;
}

bool navigator_record_trained(struct store *store, const struct event *event, struct fault *fault)
{
    const struct navigator_training *body = event->body;
    return store_run(store, &navigator_training_insert,
                     CELLS(cell_int(event->seq), cell_int(body->account), cell_text(body->course),
                           cell_text(body->act), cell_date(body->on), cell_date(body->valid_until),
                           cell_text(body->note)),
                     fault);
}

static bool read_people(struct arena *arena, struct store_rows *rows, struct navigator_rows *out,
                        struct fault *fault)
{
    while (out->count < NAVIGATOR_LIST_MAX && store_next(rows)) {
        out->items[out->count++] = (struct navigator_row){
            .account = store_int(rows, 0),
            .name = store_text(arena, rows, 1),
            .org = store_text(arena, rows, 2),
            .district = store_text(arena, rows, 3),
            .projects = store_int(rows, 4),
            .version = store_int(rows, 5),
            .skills = text_list_split(arena, store_text(arena, rows, 6)),
            .languages = text_list_split(arena, store_text(arena, rows, 7)),
            .districts = text_list_split(arena, store_text(arena, rows, 8)),
            .full_load = store_int(rows, 9),
            .note = store_text(arena, rows, 10),
        };
    }
    return store_done(rows, fault);
}

bool navigator_list(struct arena *arena, struct store *store, struct text district,
                    struct navigator_rows *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct navigator_rows){arena_array(arena, struct navigator_row, NAVIGATOR_LIST_MAX), 0};
    return store_query(store, &navigator_all, CELLS(cell_text(district)), &rows, fault) &&
           read_people(arena, &rows, out, fault);
}

bool navigator_find(struct arena *arena, struct store *store, int64_t account,
                    struct navigator_row *out, struct fault *fault)
{
    struct store_rows rows;
    struct navigator_rows one = {out, 0};
    *out = (struct navigator_row){.account = 0};
    return store_query(store, &navigator_one, CELLS(cell_int(account)), &rows, fault) &&
           read_people(arena, &rows, &one, fault);
}

bool navigator_trainings_ending(struct arena *arena, struct store *store,
                                const struct navigator_span *span, struct navigator_accounts *out,
                                struct fault *fault)
{
    struct store_rows rows;
    *out = (struct navigator_accounts){arena_array(arena, int64_t, NAVIGATOR_ENDING_MAX), 0};
    if (!store_query(store, &navigator_training_ending,
                     CELLS(cell_date(span->from), cell_date(span->to)), &rows, fault)) {
        return false;
    }
    while (out->count < NAVIGATOR_ENDING_MAX && store_next(&rows)) {
        out->items[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}

bool navigator_trainings_of(struct arena *arena, struct store *store, int64_t account,
                            struct navigator_trainings *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct navigator_trainings){
        arena_array(arena, struct navigator_training, TRAININGS_MAX), 0};
    if (!(account != 0
              ? store_query(store, &navigator_training_of, CELLS(cell_int(account)), &rows, fault)
              : store_query(store, &navigator_training_all, NO_CELLS, &rows, fault))) {
        return false;
    }
    while (out->count < TRAININGS_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct navigator_training){
            .account = store_int(&rows, 0),
            .course = store_text(arena, &rows, 1),
            .act = store_text(arena, &rows, 2),
            .on = store_date(&rows, 3),
            .valid_until = store_date(&rows, 4),
            .note = store_text(arena, &rows, 5),
        };
    }
    return store_done(&rows, fault);
}
