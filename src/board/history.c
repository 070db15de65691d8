#include "board/history.h"

#include <string.h>

#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/project/project.h"
#include "ledger/ledger.h"

static const struct registry *registry;

void history_set_registry(const struct registry *given)
{
    registry = given;
}

const struct event_kind *history_kind(struct text name)
{
    ensure(registry != NULL);
    return register_event(registry, name);
}

static const struct statement history_lines = {
    "history_lines",
    "select seq, recorded_at, happened_on, kind, actor, body, leaf from ledger_event"
    " where project_id=$1 and ($2=0 or subject_id=$2) and seq<$3 order by seq desc"};
static const struct statement history_counts = {
    "history_counts", "select kind, count(*) from ledger_event where project_id=$1 group by kind"};

static const struct statement *const history_statements[] = {&history_lines, &history_counts};
static const size_t history_statement_count = COUNT_OF(history_statements);

#define LINES_MAX 200

struct line {
    int64_t seq, recorded_at;
    civil_date happened_on;
    const struct event_kind *kind;
    struct text actor, body;
    struct ledger_hash leaf;
};

struct lines {
    struct line items[LINES_MAX];
    size_t count;
    bool has_more;
};

static bool may_read(const struct actor *actor, const struct event_kind *kind)
{
    return kind != NULL && (!kind->internal || actor->role != ROLE_ENTERPRISE);
}

struct asked {
    int64_t project, subject;
    int64_t before; /* entries below this number */
    size_t limit;
};

static void keep_line(const struct view_run *run, const struct store_rows *rows,
                      const struct event_kind *kind, struct lines *out)
{
    struct line *line = &out->items[out->count++];
    *line = (struct line){
        .seq = store_int(rows, 0),
        .recorded_at = store_int(rows, 1),
        .happened_on = store_date(rows, 2),
        .kind = kind,
        .actor = store_text(run->arena, rows, 4),
        .body = store_text(run->arena, rows, 5),
    };
    struct text leaf = store_bytes(run->arena, rows, 6);
    memcpy(line->leaf.bytes, leaf.at, leaf.len == LEDGER_HASH_SIZE ? LEDGER_HASH_SIZE : 0);
}

/* Fills a page, and finds out whether more follows. Reading ends with the page. */
static bool read_lines(const struct view_run *run, const struct asked *asked, struct lines *out,
                       struct fault *fault)
{
    struct store_rows rows;
    ensure(asked->limit <= LINES_MAX);
    out->count = 0;
    out->has_more = false;
    if (!store_query(
            run->store, &history_lines,
            CELLS(cell_int(asked->project), cell_int(asked->subject), cell_int(asked->before)),
            &rows, fault)) {
        return false;
    }
    while (!out->has_more && store_next(&rows)) {
        const struct event_kind *kind = history_kind(store_text(run->arena, &rows, 3));
        if (!may_read(run->actor, kind)) {
            continue;
        }
        out->has_more = out->count == asked->limit;
        if (!out->has_more) {
            keep_line(run, &rows, kind, out);
        }
    }
    return store_done(&rows, fault);
}

/* -- who -- */

/* Names found so far: a page has few actors and many lines. */
struct names {
    int64_t accounts[16];
    struct text names[16];
    size_t count;
};

static bool name_of(const struct view_run *run, struct names *names, int64_t account,
                    struct text *out, struct fault *fault)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->accounts[i] == account) {
            *out = names->names[i];
            return true;
        }
    }
    if (!account_name(run->arena, run->store, account, out, fault)) {
        return false;
    }
    if (names->count < COUNT_OF(names->accounts)) {
        names->accounts[names->count] = account;
        names->names[names->count++] = *out;
    }
    return true;
}

static bool actor_name(const struct view_run *run, struct names *names, struct text label,
                       struct text *out, struct fault *fault)
{
    enum language language = run->actor->language;
    int64_t account = actor_label_account(label);
    enum role role = actor_label_role(label);
    *out = TEXT_NONE;
    if (account == 0) {
        *out = language == LANGUAGE_ZH ? TEXT("系统") : TEXT("the system");
        return true;
    }
    if (run->actor->role != ROLE_ENTERPRISE && !name_of(run, names, account, out, fault)) {
        return false;
    }
    if (out->len == 0) {
        *out = city_role_name(run->city, text_of(role_name(role)), language);
    }
    return true;
}

/* -- writing -- */

int64_t history_late_days(const struct city *city, civil_date happened_on, int64_t recorded_at)
{
    civil_date recorded_on = city_today(city, recorded_at);
    if (happened_on == CIVIL_DATE_NONE || happened_on >= recorded_on) {
        return 0;
    }
    int64_t late = city_working_days(city, happened_on, recorded_on);
    return late > city_limit(city, "late_entry", recorded_on) ? late : 0;
}

static bool write_line(const struct view_run *run, struct json_writer *json, struct names *names,
                       const struct line *line, struct fault *fault)
{
    struct text name;
    int64_t late = history_late_days(run->city, line->happened_on, line->recorded_at);
    if (!actor_name(run, names, line->actor, &name, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "seq", line->seq);
    json_member_int(json, "recorded_at", line->recorded_at);
    json_member_date(json, "happened_on", line->happened_on);
    json_member_int_if(json, "late_days", late > 0, late);
    json_member_text(json, "kind", text_of(line->kind->name));
    json_member_text(json, "sentence", history_sentence(run, line->kind, line->body));
    json_member_text(json, "actor_name", name);
    json_member_text(json, "receipt", receipt_code(run->arena, line->seq, &line->leaf));
    json_end(json);
    return true;
}

static bool write_lines(const struct view_run *run, struct json_writer *json,
                        const struct lines *lines, struct fault *fault)
{
    struct names names = {.count = 0};
    json_array(json);
    for (size_t i = 0; i < lines->count; i++) {
        if (!write_line(run, json, &names, &lines->items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    return true;
}

bool history_write(const struct view_run *run, struct json_writer *json, int64_t project,
                   int64_t subject, struct fault *fault)
{
    struct lines *lines = arena_new(run->arena, struct lines);
    struct asked asked = {project, subject, INT64_MAX, LINES_MAX};
    return read_lines(run, &asked, lines, fault) && write_lines(run, json, lines, fault);
}

static bool count_lines(const struct view_run *run, int64_t project, int64_t *out,
                        struct fault *fault)
{
    struct store_rows rows;
    *out = 0;
    if (!store_query(run->store, &history_counts, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        const struct event_kind *kind = history_kind(store_text(run->arena, &rows, 0));
        *out += may_read(run->actor, kind) ? store_int(&rows, 1) : 0;
    }
    return store_done(&rows, fault);
}

struct history_query {
    int64_t limit, after;
};
static const struct field query_fields[] = {
    FIELD(history_query, limit, INT, .min = 1, .max = LINES_MAX, .zh = "每页", .en = "a page"),
    FIELD(history_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table query_table = FIELD_TABLE(history_query, query_fields);

static bool answer_history(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct history_query *query = run->query;
    struct project project;
    struct lines *lines = arena_new(run->arena, struct lines);
    int64_t total = 0;
    if (!project_of_view(run, 0, &project, fault)) {
        return false;
    }
    struct asked asked = {project.id, 0, query->after > 0 ? query->after : INT64_MAX,
                          query->limit > 0 ? (size_t)query->limit : 50};
    if (!read_lines(run, &asked, lines, fault) || !count_lines(run, project.id, &total, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    if (!write_lines(run, json, lines, fault)) {
        return false;
    }
    json_member_int(json, "total", total);
    struct text next = lines->has_more ? text_format(run->arena, "%lld",
                                                     (long long)lines->items[lines->count - 1].seq)
                                       : TEXT_NONE;
    json_member_text_or_null(json, "next", next);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"project.history", "/projects/{id}/history", &query_table, ROLES_BUSINESS, VIEW_AS_OF,
     "项目全程留痕", "History of a project", answer_history},
};

const struct room history_room = {
    .name = "history",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(history),
};
