#include "app/access.h"
#include "base/arena.h"
#include "board/queue.h"
#include "board/standing.h"

/* The queue of a unit from standing rows: the counts from their tally, the page by index. */

/* The rows are the unit's, whoever asks: only who may see all of it is answered from them. */
bool queue_stands(const struct view_run *run, const struct application_question *question,
                  bool *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    bool is_all = scope.kind == SCOPE_CITY && scope.rank_min == 0;
    bool is_own = scope.kind == SCOPE_ORG && text_equal(scope.org_or_district, question->org);
    *out = false;
    return (!is_all && !is_own) || standing_is_ready(run, out, fault);
}

/* Both the reader's district and the one he asks for, where there are two: none. */
static struct text district_of(const struct view_run *run, struct text asked)
{
    struct scope scope = access_scope(run->city, run->actor);
    if (scope.district.len == 0 || text_equal(scope.district, asked)) {
        return asked;
    }
    return asked.len == 0 ? scope.district : TEXT("-");
}

static struct standing_queue asked_of(const struct view_run *run,
                                      const struct application_question *question)
{
    bool is_any = text_is(question->state, APPLICATION_AT_UNIT);
    return (struct standing_queue){
        .order = question->order == APPLICATION_NEWEST      ? STANDING_NEWEST
                 : question->order == APPLICATION_BY_EFFECT ? STANDING_BY_EFFECT
                                                            : STANDING_BY_LEFT,
        .org = question->org,
        .state = is_any ? TEXT_NONE : question->state,
        .light = question->light,
        .district = district_of(run, question->district),
        .limit = question->limit + 1,
    };
}

/* "id.urgency.moves.float.open": where the page before ended, whether or not that is still there.
 */
static bool read_place(struct text after, struct standing_case *out, struct fault *fault)
{
    struct text id = text_cut(&after, '.');
    struct text urgency = text_cut(&after, '.');
    struct text moves = text_cut(&after, '.');
    struct text left = text_cut(&after, '.');
    int64_t open = 0;
    if (id.len == 0) {
        return true;
    }
    bool read = text_to_int(id, &out->id) && out->id > 0 && text_to_int(urgency, &out->urgency) &&
                text_to_int(moves, &out->moves) && text_to_int(left, &out->float_left) &&
                text_to_int(after, &open);
    out->is_open = open != 0;
    return read ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
}

static struct text place_of(struct arena *arena, const struct standing_case *last)
{
    return text_format(arena, "%lld.%lld.%lld.%lld.%d", (long long)last->id,
                       (long long)last->urgency, (long long)last->moves,
                       (long long)last->float_left, (int)last->is_open);
}

static int64_t count(const struct standing_tallies *tallies, const struct standing_queue *asked,
                     struct queue_counts *out)
{
    int64_t total = 0;
    for (size_t i = 0; i < tallies->count; i++) {
        const struct standing_tally *tally = &tallies->items[i];
        enum application_state state = APPLICATION_SUBMITTED;
        ensure(application_state_find(tally->state, &state));
        bool is_asked = (asked->state.len == 0 || text_equal(asked->state, tally->state)) &&
                        (asked->light.len == 0 || text_equal(asked->light, tally->light));
        total += is_asked ? tally->count : 0;
        out->of[state] += tally->count;
        out->due_today += tally->mark == STANDING_DUE_TODAY ? tally->count : 0;
        out->overdue += text_is(tally->light, "red") ? tally->count : 0;
        out->delivery_overdue += tally->mark == STANDING_DELIVERY_OVERDUE ? tally->count : 0;
    }
    return total;
}

static bool write_rows(struct json_writer *json, const struct view_run *run,
                       const struct standing_cases *cases, size_t count, struct fault *fault)
{
    int64_t *ids = arena_array(run->arena, int64_t, count + 1);
    struct application *applications = arena_array(run->arena, struct application, count + 1);
    for (size_t i = 0; i < count; i++) {
        ids[i] = cases->items[i].id;
    }
    if (!application_load_page(run, ids, count, applications, fault)) {
        return false;
    }
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!application_row_with(json, run, &applications[i], &cases->items[i].beside, fault)) {
            return false;
        }
    }
    json_end(json);
    return true;
}

bool queue_write_standing(struct json_writer *json, const struct view_run *run,
                          const struct application_question *question, struct fault *fault)
{
    struct standing_queue asked = asked_of(run, question);
    struct standing_tallies *tallies = arena_new(run->arena, struct standing_tallies);
    struct standing_cases cases;
    struct queue_counts counts = {.due_today = 0};
    size_t limit = (size_t)question->limit;
    if (!read_place(question->after, &asked.after, fault) ||
        !standing_queue_tally(run, &asked, tallies, fault) ||
        !standing_queue_page(run, &asked, &cases, fault)) {
        return false;
    }
    int64_t total = count(tallies, &asked, &counts);
    bool has_more = cases.count > limit;
    size_t shown = has_more ? limit : cases.count;
    json_object(json);
    queue_write_counts(json, &counts);
    if (!write_rows(json, run, &cases, shown, fault)) {
        return false;
    }
    json_member_int(json, "total", total);
    json_member_text_or_null(json, "next",
                             has_more ? place_of(run->arena, &cases.items[shown - 1]) : TEXT_NONE);
    json_end(json);
    return true;
}
