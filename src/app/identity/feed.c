#include "app/identity/feed.h"

static const struct statement feed_drop = {
    "feed_drop", "delete from calendar_feed where account=$1 and post=$2"};
static const struct statement feed_insert = {
    "feed_insert", "insert into calendar_feed(token_hash, account, post, has_tasks, made_on)"
                   " values($1,$2,$3,$4,$5)"};
static const struct statement feed_own = {
    "feed_own", "select made_on, has_tasks from calendar_feed where account=$1 and post=$2"};
static const struct statement feed_by_hash = {
    "feed_by_hash",
    "select a.id, p.id, p.role, p.org, p.district, p.project, f.has_tasks from calendar_feed f"
    " join account a on a.id=f.account and a.disabled=0"
    " join account_post p on p.id=f.post and p.account=a.id and p.ended=0 where f.token_hash=$1"};

static const struct statement *const feed_statements[] = {&feed_drop, &feed_insert, &feed_own,
                                                          &feed_by_hash};
static const size_t feed_statement_count = COUNT_OF(feed_statements);

static bool perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct feed_setting *setting = fields;
    struct cell account = cell_int(run->actor->account), post = cell_int(run->actor->post);
    return store_run(run->store, &feed_drop, CELLS(account, post), fault) &&
           (setting->token_hash.len == 0 ||
            store_run(run->store, &feed_insert,
                      CELLS(cell_text(setting->token_hash), account, post,
                            cell_bool(setting->has_tasks), cell_date(run->today)),
                      fault));
}

const struct command_kind feed_set_command = {"feed.set",
                                              "POST",
                                              "/",
                                              NULL,
                                              ROLES_WORK | ROLES_WATCHERS,
                                              COMMAND_INTERNAL,
                                              "日历订阅地址",
                                              "the address of one's calendar",
                                              perform_set};

bool feed_find(struct arena *arena, struct store *store, struct text token_hash, struct feed *out,
               struct fault *fault)
{
    struct store_rows rows;
    *out = (struct feed){.has_tasks = false};
    if (!store_query(store, &feed_by_hash, CELLS(cell_text(token_hash)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        out->actor = (struct actor){
            .account = store_int(&rows, 0),
            .post = store_int(&rows, 1),
            .role = role_from_name(store_text(arena, &rows, 2)),
            .org = store_text(arena, &rows, 3),
            .district = store_text(arena, &rows, 4),
            .project = store_int(&rows, 5),
            .language = LANGUAGE_ZH,
        };
        out->has_tasks = store_bool(&rows, 6);
    }
    return store_done(&rows, fault);
}

static bool answer_own(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &feed_own,
                     CELLS(cell_int(run->actor->account), cell_int(run->actor->post)), &rows,
                     fault)) {
        return false;
    }
    bool has_one = store_next(&rows);
    json_object(json);
    json_member_date(json, "made_on", has_one ? store_date(&rows, 0) : CIVIL_DATE_NONE);
    json_member_bool(json, "tasks", has_one && store_bool(&rows, 1));
    json_end(json);
    return store_done(&rows, fault);
}

static const struct view_kind views[] = {
    {"feed.show", "/session/calendar", NULL, ROLES_WORK | ROLES_WATCHERS, VIEW_UNCACHED,
     "本职务是否有日历订阅地址", "Whether one's post has a calendar address", answer_own},
};

const struct room feed_room = {.name = "feed", ROOM_VIEWS(views), ROOM_STATEMENTS(feed)};
