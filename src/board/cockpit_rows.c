#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/cockpit_inside.h"

/* The projects behind a number of the cockpit, the most urgent first. */

static const char *const whats[] = {"late", "overdue", NULL};
static const struct field rows_fields[] = {
    FIELD(cockpit_rows_query, what, CHOICE, .required = true, .choices = whats, .zh = "卡在何处",
          .en = "stuck how"),
    FIELD(cockpit_rows_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(cockpit_rows_query, stage, TEXT, .max = 20, .zh = "阶段", .en = "stage"),
    FIELD(cockpit_rows_query, org, TEXT, .max = 40, .zh = "轮到谁", .en = "for whom is waited"),
    FIELD(cockpit_rows_query, after, TEXT, .max = 60, .zh = "续页标记", .en = "after"),
    FIELD(cockpit_rows_query, limit, INT, .min = 1, .max = 200, .zh = "每页条数", .en = "limit"),
};
const struct field_table cockpit_rows_table = FIELD_TABLE(cockpit_rows_query, rows_fields);

/* standing_weight of the least late, and of the least overdue. */
#define WEIGHT_LATE 600000
#define WEIGHT_OVERDUE 600
#define LIMIT_DEFAULT 50

/* $6 the day $7 district $8 stage $9 unit $10 party, -1 any $11 $12 behind this $13 least weight
 * $14 1: late $15 limit */
const struct statement cockpit_places = {
    "cockpit_places",
    "select p.weight, p.id from standing p where (p.weight, p.id)<($11,$12) and p.weight>=$13"
    " and p.from_day<=$6 and p.to_day>=$6 and (case when $14=1 then p.late else p.overdue_days"
    " end)>0 and ($7='' or p.district=$7) and ($8='' or p.stage=$8) and ($9='' or p.org=$9)"
    " and ($10<0 or (p.party=$10 and p.org='')) and " ACCESS_PROJECT
    " order by p.weight desc, p.id desc limit $15"};

struct asked {
    const struct cockpit_rows_query *query;
    struct portfolio_filter filter;
    bool is_late;
};

static bool wrong(const char *name, struct fault *fault)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, text_of(name), FAULT_ARGS(text_of(name)));
}

/* Whom is waited for is told of what is late; of a unit's projects, of the unit itself alone. */
static bool read_asked(const struct view_run *run, struct asked *out, struct fault *fault)
{
    const struct cockpit_rows_query *query = run->query;
    struct scope scope = access_scope(run->city, run->actor);
    enum project_stage stage;
    struct text after = query->after;
    *out = (struct asked){.query = query, .is_late = text_is(query->what, "late")};
    out->filter = (struct portfolio_filter){
        .order = PORTFOLIO_URGENT,
        .limit = query->limit > 0 ? query->limit : LIMIT_DEFAULT,
    };
    if (query->stage.len > 0 && (out->is_late || !stage_find(query->stage, &stage))) {
        return wrong("stage", fault);
    }
    if (query->org.len > 0 && (!out->is_late || (scope.kind == SCOPE_ORG &&
                                                 !text_equal(query->org, scope.org_or_district)))) {
        return wrong("org", fault);
    }
    struct text weight = text_cut(&after, '.');
    return query->after.len == 0 ||
           (text_to_int(weight, &out->filter.place.weight) &&
            text_to_int(after, &out->filter.place.id) && out->filter.place.id > 0) ||
           wrong("after", fault);
}

static bool total_of(const struct view_run *run, const struct asked *asked, int64_t *out,
                     struct fault *fault)
{
    const struct cockpit_rows_query *query = asked->query;
    struct standing_counters counters;
    *out = 0;
    if (!standing_counters_of(run, &counters, fault)) {
        return false;
    }
    for (size_t i = 0; i < counters.count; i++) {
        const struct standing_counter *counter = &counters.items[i];
        struct text of = asked->is_late ? query->org : query->stage;
        bool is_meant =
            text_is(counter->what, asked->is_late ? STANDING_LATE : STANDING_STAGE) &&
            (of.len == 0 || text_equal(of, counter->of)) &&
            (query->district.len == 0 || text_equal(query->district, counter->district));
        *out += is_meant ? counter->part : 0;
    }
    return true;
}

/* "@navigator" is a party, "zjj" a unit. */
static int64_t party_of(struct text holder)
{
    for (int party = 0; holder.len > 0 && holder.at[0] == '@' && party < TURN_PARTY_COUNT;
         party++) {
        if (text_is(text_slice(holder, 1, holder.len - 1),
                    turn_party_code((enum turn_party)party))) {
            return party;
        }
    }
    return -1;
}

static bool find_standing(const struct view_run *run, const struct asked *asked,
                          struct portfolio_page *out, struct fault *fault)
{
    const struct cockpit_rows_query *query = asked->query;
    const struct portfolio_filter *filter = &asked->filter;
    struct scope scope = access_scope(run->city, run->actor);
    bool is_first = filter->place.id == 0;
    bool is_party = query->org.len > 0 && query->org.at[0] == '@';
    int64_t *ids = arena_array(run->arena, int64_t, (size_t)filter->limit + 1);
    struct portfolio_place last = {0, 0};
    struct store_rows rows;
    bool is_more = false;
    if (!store_query(run->store, &cockpit_places,
                     CELLS(ACCESS_CELLS(scope), cell_date(run->today), cell_text(query->district),
                           cell_text(query->stage), cell_text(is_party ? TEXT_NONE : query->org),
                           cell_int(party_of(query->org)),
                           cell_int(is_first ? INT64_MAX : filter->place.weight),
                           cell_int(filter->place.id),
                           cell_int(asked->is_late ? WEIGHT_LATE : WEIGHT_OVERDUE),
                           cell_int(asked->is_late), cell_int(filter->limit + 1)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        is_more = (int64_t)out->count == filter->limit;
        if (!is_more) {
            last = (struct portfolio_place){store_int(&rows, 0), store_int(&rows, 1)};
            ids[out->count++] = last.id;
        }
    }
    out->is_standing = true;
    out->next =
        is_more ? text_format(run->arena, "%lld.%lld", (long long)last.weight, (long long)last.id)
                : TEXT_NONE;
    return store_done(&rows, fault) && portfolio_load_page(run, ids, out->count, out, fault) &&
           total_of(run, asked, &out->total, fault);
}

/* -- without rows -- */

static bool is_meant(struct arena *arena, const struct asked *asked, const struct standing *s)
{
    const struct cockpit_rows_query *query = asked->query;
    return (asked->is_late ? s->late > 0 : s->overdue_days > 0) &&
           (query->district.len == 0 || text_equal(query->district, s->district)) &&
           (query->stage.len == 0 || text_equal(query->stage, s->stage)) &&
           (query->org.len == 0 || text_equal(query->org, standing_holder(arena, s)));
}

static bool derive(const struct view_run *run, const struct asked *asked,
                   struct portfolio_page *out, struct fault *fault)
{
    struct project_list list;
    struct portfolio_founds founds = {.count = 0};
    if (!portfolio_all(run, 0, 1000, &list, fault)) {
        return false;
    }
    founds.items = arena_array(run->arena, struct portfolio_found, list.count + 1);
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool derived = true;
    for (size_t i = 0; derived && i < list.count; i++) {
        struct dossier dossier;
        struct standing standing;
        portfolio_walk_next(&walk);
        derived = dossier_load(&walk.run, &list.items[i], &dossier, fault);
        if (derived) {
            standing_derive(&walk.run, &dossier, &standing);
            founds.items[founds.count] = (struct portfolio_found){.id = list.items[i].id,
                                                                  .weight = standing.weight,
                                                                  .number = list.items[i].number,
                                                                  .name = list.items[i].name};
            founds.count += is_meant(walk.run.arena, asked, &standing);
        }
    }
    portfolio_walk_end(&walk);
    return derived && portfolio_cut_page(run, &asked->filter, &founds, out, fault);
}

bool cockpit_answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct asked asked;
    struct portfolio_page page = {.next = TEXT_NONE};
    bool is_ready = false;
    if (!read_asked(run, &asked, fault) || !standing_is_ready(run, &is_ready, fault) ||
        !(is_ready ? find_standing : derive)(run, &asked, &page, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    if (!portfolio_write_page(run, json, &page, fault)) {
        return false;
    }
    json_end(json);
    json_member_int(json, "total", page.total);
    json_member_text_or_null(json, "next", page.next);
    json_end(json);
    return true;
}
