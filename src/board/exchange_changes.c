#include <string.h>

#include "app/audience.h"
#include "app/city.h"
#include "app/publish.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "board/exchange.h"
#include "board/history.h"
#include "ledger/ledger.h"

/* $6 the entry before, $7 the last one looked at, $8 a project or 0 */
static const struct statement exchange_changes_entries = {
    "exchange_changes_entries",
    "select e.seq, e.recorded_at, e.happened_on, e.kind, e.subject_id, e.project_id, e.body, e.leaf"
    " from ledger_event e left join project p on p.id=e.project_id"
    " where e.seq>$6 and e.seq<=$7 and ($8=0 or e.project_id=$8)"
    " and (e.project_id=0 or (" ACCESS_PROJECT ")) order by e.seq"};
static const struct statement exchange_changes_leaf = {
    "exchange_changes_leaf", "select leaf from ledger_event where seq=$1"};
static const struct statement exchange_changes_size = {"exchange_changes_size",
                                                       "select max(seq) from ledger_event"};
static const struct statement *const exchange_changes_statements[] = {
    &exchange_changes_entries, &exchange_changes_leaf, &exchange_changes_size};
static const size_t exchange_changes_statement_count = COUNT_OF(exchange_changes_statements);

#define ITEMS_MAX 200
#define LOOKED_MAX 1000 /* entries a question looks at, whether or not they may be seen */

struct changes_query {
    struct text after;
    int64_t limit, project;
    struct text kinds;
};
static const struct field changes_fields[] = {
    FIELD(changes_query, after, TEXT, .max = 80, .zh = "游标；latest 为从现在起",
          .en = "cursor; latest: from now on"),
    FIELD(changes_query, limit, INT, .min = 1, .max = ITEMS_MAX, .zh = "每次", .en = "at a time"),
    FIELD(changes_query, project, ID, .zh = "只看一个项目", .en = "of one project alone"),
    FIELD(changes_query, kinds, TEXT, .max = 400, .zh = "只看这些种类，逗号分隔，可只写开头",
          .en = "of these kinds alone, by commas; beginnings will do"),
};
static const struct field_table changes_table = FIELD_TABLE(changes_query, changes_fields);

static bool hash_of(struct text bytes, struct ledger_hash *out)
{
    bool is_one = bytes.len == LEDGER_HASH_SIZE;
    memcpy(out->bytes, bytes.at, is_one ? LEDGER_HASH_SIZE : 0);
    return is_one;
}

/* -- cursors -- */

static bool leaf_at(const struct view_run *run, int64_t seq, struct ledger_hash *out, bool *found,
                    struct fault *fault)
{
    struct store_rows rows;
    *found = false;
    if (!store_query(run->store, &exchange_changes_leaf, CELLS(cell_int(seq)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *found = hash_of(store_bytes(run->arena, &rows, 0), out);
    }
    return store_done(&rows, fault);
}

static bool write_cursor(const struct view_run *run, int64_t seq, struct text *out,
                         struct fault *fault)
{
    struct ledger_hash leaf;
    bool found = false;
    *out = TEXT_NONE;
    if (!leaf_at(run, seq, &leaf, &found, fault)) {
        return false;
    }
    if (found) {
        struct text receipt = receipt_code(run->arena, seq, &leaf);
        *out = text_format(run->arena, "%.*s-%lld", TEXT_ARG(receipt), (long long)run->actor->post);
    }
    return true;
}

/* "276-817bf3103c9741d106d3-12": the receipt of the last entry looked at, and the post. */
static bool read_cursor(const struct view_run *run, struct text after, int64_t *seq,
                        struct fault *fault)
{
    struct text right, digits;
    size_t end = after.len;
    while (end > 0 && after.at[end - 1] != '-') {
        end--;
    }
    if (end == 0 || !receipt_parse(text_slice(after, 0, end - 1), seq, &digits)) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
    }
    return write_cursor(run, *seq, &right, fault) &&
           (text_equal(right, after) ||
            fault_raise(fault, FAULT_CURSOR_FOREIGN, TEXT("after"), FAULT_NO_ARGS));
}

static bool begin_at(const struct view_run *run, struct text after, int64_t size, int64_t *seq,
                     struct fault *fault)
{
    *seq = text_is(after, "latest") ? size : 0;
    return after.len == 0 || text_is(after, "latest") || read_cursor(run, after, seq, fault);
}

/* -- entries -- */

static bool is_wanted(struct text kinds, struct text kind)
{
    bool wanted = kinds.len == 0;
    while (!wanted && kinds.len > 0) {
        struct text one = text_trim(text_cut(&kinds, ','));
        wanted = one.len > 0 && text_starts_with(kind, one);
    }
    return wanted;
}

/* Of what belongs to a project the statement has answered; the rest is asked as the stream asks. */
static bool may_hear(const struct view_run *run, const struct event_kind *kind,
                     const struct ledger_entry *entry, bool *out, struct fault *fault)
{
    struct audience audience;
    if (entry->project_id != 0) {
        *out = !(kind->internal && audience_is_outside(run->actor->role));
        return true;
    }
    if (!audience_load(run->arena, run->store, &(struct audience_of){kind, entry}, &audience,
                       fault)) {
        return false;
    }
    struct scope scope = view_sight(run).scope;
    *out = audience_has(&audience, kind, run->actor, &scope);
    return true;
}

static void write_entry(const struct view_run *run, struct json_writer *json,
                        const struct event_kind *kind, const struct ledger_entry *entry)
{
    json_object(json);
    publish_entry_members(json, entry);
    json_member_int(json, "subject_id", entry->subject_id);
    json_member_date(json, "happened_on", entry->happened_on);
    json_member_int(json, "recorded_at", entry->recorded_at);
    json_member_text(json, "sentence", history_sentence(run, kind, entry->body));
    json_member_text(json, "receipt", receipt_code(run->arena, entry->seq, &entry->leaf));
    json_end(json);
}

struct entries {
    struct ledger_entry items[LOOKED_MAX];
    size_t count;
};

static bool read_entries(const struct view_run *run, int64_t after, int64_t until,
                         struct entries *out, struct fault *fault)
{
    const struct changes_query *query = run->query;
    const struct scope scope = view_sight(run).scope;
    struct store_rows rows;
    out->count = 0;
    if (!store_query(
            run->store, &exchange_changes_entries,
            CELLS(ACCESS_CELLS(scope), cell_int(after), cell_int(until), cell_int(query->project)),
            &rows, fault)) {
        return false;
    }
    while (out->count < LOOKED_MAX && store_next(&rows)) {
        struct ledger_entry *entry = &out->items[out->count++];
        *entry = (struct ledger_entry){.seq = store_int(&rows, 0),
                                       .recorded_at = store_int(&rows, 1),
                                       .happened_on = store_date(&rows, 2),
                                       .kind = store_text(run->arena, &rows, 3),
                                       .subject_id = store_int(&rows, 4),
                                       .project_id = store_int(&rows, 5),
                                       .body = store_text(run->arena, &rows, 6)};
        (void)hash_of(store_bytes(run->arena, &rows, 7), &entry->leaf);
    }
    return store_done(&rows, fault);
}

/* `until` becomes the last entry that was dealt with: the page may be full before. */
static bool write_entries(const struct view_run *run, struct json_writer *json,
                          const struct entries *entries, int64_t *until, struct fault *fault)
{
    const struct changes_query *query = run->query;
    int64_t limit = query->limit > 0 ? query->limit : 50;
    int64_t given = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct ledger_entry *entry = &entries->items[i];
        const struct event_kind *kind = history_kind(entry->kind);
        bool hears = false;
        if (kind == NULL || !is_wanted(query->kinds, entry->kind)) {
            continue;
        }
        if (!may_hear(run, kind, entry, &hears, fault)) {
            return false;
        }
        if (hears && given == limit) {
            *until = entry->seq - 1;
            break;
        }
        if (hears) {
            write_entry(run, json, kind, entry);
            given++;
        }
    }
    return true;
}

static bool answer_changes(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct changes_query *query = run->query;
    struct entries *entries = arena_new(run->arena, struct entries);
    struct text next;
    int64_t size = 0, after = 0;
    if (!store_query_int(run->store, &exchange_changes_size, NO_CELLS, &size, fault) ||
        !begin_at(run, query->after, size, &after, fault)) {
        return false;
    }
    int64_t until = after + LOOKED_MAX < size ? after + LOOKED_MAX : size;
    if (!read_entries(run, after, until, entries, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    if (!write_entries(run, json, entries, &until, fault) ||
        !write_cursor(run, until, &next, fault)) {
        return false;
    }
    json_end(json);
    json_member_text_or_null(json, "next", next);
    json_member_bool(json, "more", until < size);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"exchange.changes", "/exchange/changes", &changes_table, ROLES_HALL, VIEW_UNCACHED,
     "自游标以来发生的变化", "What happened since a cursor", answer_changes},
};

const struct room exchange_changes_room = {
    .name = "exchange_changes",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(exchange_changes),
};
