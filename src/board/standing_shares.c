#include "app/city.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "board/standing_counter.h"
#include "pack/pack.h"

/* What a project adds to the indicators that cockpits show, as of the run's day. */

#define UNITS_MAX 64

struct unit_share {
    struct text unit;
    int64_t part, whole;
};
struct shown {
    struct unit_share all, units[UNITS_MAX];
    size_t count;
};
struct shares {
    struct arena *arena;
    struct indicator_asked asked[STANDING_SHOWN_MAX];
    struct shown shown[STANDING_SHOWN_MAX];
    size_t count;
};

static void add(void *context, size_t which, const struct indicator_row *row)
{
    struct shares *shares = context;
    struct shown *shown = &shares->shown[which];
    size_t at = 0;
    shown->all.part += row->measure.part;
    shown->all.whole += row->measure.whole;
    while (at < shown->count && !text_equal(shown->units[at].unit, row->org)) {
        at++;
    }
    if (row->org.len == 0 || at == UNITS_MAX) {
        return;
    }
    if (at == shown->count) {
        shown->units[shown->count++].unit = text_copy(shares->arena, row->org);
    }
    shown->units[at].part += row->measure.part;
    shown->units[at].whole += row->measure.whole;
}

static bool is_there(const struct indicator_asked *asked, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(asked[i].indicator->id, id)) {
            return true;
        }
    }
    return false;
}

/* What a record lacks, pack check has named. */
static bool ask(const struct view_run *run, struct text id, struct indicator_asked *out)
{
    static const struct indicator_query whole_time = {
        .from = CIVIL_DATE_NONE, .to = CIVIL_DATE_NONE, .cut = CIVIL_DATE_NONE};
    struct view_run *own = arena_new(run->arena, struct view_run);
    struct fault unread = {.code = FAULT_NONE};
    *own = *run;
    own->parameters[0] = id;
    return indicator_ask(own, &whole_time, out, &unread) && measure_is_kept(out->kind) &&
           out->form == MEASURE_IS_SHARE;
}

size_t standing_shown(const struct view_run *run, struct indicator_asked *out)
{
    const struct pack_records *cockpits = &city_pack(run->city)->lists[PACK_COCKPITS];
    size_t count = 0;
    for (uint32_t c = 0; c < cockpits->count; c++) {
        const struct jvalue *ids = jvalue_get(cockpits->items[c].raw, "indicators");
        bool is_in_force = pack_in_force(&cockpits->items[c], run->today);
        for (uint32_t i = 0; is_in_force && ids != NULL && i < ids->count; i++) {
            struct text id = jvalue_text(&ids->items[i], TEXT_NONE);
            if (count < STANDING_SHOWN_MAX && !is_there(out, count, id)) {
                count += ask(run, id, &out[count]);
            }
        }
    }
    return count;
}

static void write(struct buffer *out, struct text id, const struct unit_share *share)
{
    if (share->part != 0 || share->whole != 0) {
        buffer_addf(out, "%s%.*s:%.*s:%lld:%lld", buffer_text(out).len > 0 ? " " : "", TEXT_ARG(id),
                    TEXT_ARG(share->unit), (long long)share->part, (long long)share->whole);
    }
}

bool standing_shares_of(const struct view_run *run, int64_t project, struct text *out,
                        struct fault *fault)
{
    struct shares *shares = arena_new(run->arena, struct shares);
    struct buffer text = buffer_open(run->arena, 256);
    shares->arena = run->arena;
    shares->count = standing_shown(run, shares->asked);
    struct indicator_several several = {shares->asked, shares->count, add, shares};
    if (!indicator_of_project(&several, project, fault)) {
        return false;
    }
    for (size_t i = 0; i < shares->count; i++) {
        struct shown *shown = &shares->shown[i];
        bool is_way = shares->asked[i].kind == MEASURE_REACHED;
        shown->all.unit = is_way ? TEXT(STANDING_EVERYBODY) : TEXT_NONE;
        write(&text, shares->asked[i].indicator->id, &shown->all);
        for (size_t u = 0; u < shown->count; u++) {
            write(&text, shares->asked[i].indicator->id, &shown->units[u]);
        }
    }
    *out = buffer_text(&text);
    return true;
}
