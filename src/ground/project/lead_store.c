#include "ground/project/lead_store.h"

#include "base/arena.h"

static const struct statement contact_keep = {
    "contact_keep", "insert into contact(project, sealed) values($1,$2) on conflict(project) do "
                    "update set sealed=excluded.sealed"};
static const struct statement contact_of = {"contact_of",
                                            "select sealed from contact where project=$1"};
/* Candidates share at least a third of the pairs of the name asked for; the best are weighed in C.
 */
static const struct statement lead_candidates = {
    "lead_candidates",
    "select p.id, p.number, p.name, p.enterprise, p.district, p.registered_on, p.stage from ("
    " select g.project as project, count(*) as shared from project_gram g where g.in_name=1"
    " and g.gram in"
    " ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24)"
    " group by g.project having count(*)>=$25 order by shared desc, g.project limit 20) c"
    " join project p on p.id=c.project order by c.shared desc, p.id"};

const struct statement *const lead_statements[] = {&contact_keep, &contact_of, &lead_candidates};
const size_t lead_statement_count = COUNT_OF(lead_statements);

#define ASKED 24

bool lead_keep_contact(struct store *store, int64_t project, struct text sealed,
                       struct fault *fault)
{
    return store_run(store, &contact_keep, CELLS(cell_int(project), cell_bytes(sealed)), fault);
}

struct text lead_contact_about(struct arena *arena, int64_t project)
{
    return text_format(arena, "project:%lld:contact", (long long)project);
}

bool lead_contact(struct arena *arena, struct store *store, int64_t project, struct text *out,
                  struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &contact_of, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    *out = store_next(&rows) ? store_bytes(arena, &rows, 0) : TEXT_NONE;
    return store_done(&rows, fault);
}

static void keep_best(struct lead_likenesses *list, struct lead_likeness found)
{
    size_t at = list->count < LIKENESS_MAX ? list->count++ : LIKENESS_MAX - 1;
    if (at == LIKENESS_MAX - 1 && list->items[at].percent > found.percent) {
        return;
    }
    while (at > 0 && list->items[at - 1].percent < found.percent) {
        list->items[at] = list->items[at - 1];
        at--;
    }
    list->items[at] = found;
}

static bool read_candidates(struct arena *arena, struct store *store, const struct grams *asked,
                            struct lead_likenesses *out, struct fault *fault)
{
    struct cell cells[ASKED + 1];
    for (size_t i = 0; i < ASKED; i++) {
        cells[i] = cell_text(i < asked->count ? asked->items[i] : TEXT_NONE);
    }
    size_t used = asked->count < ASKED ? asked->count : ASKED;
    cells[ASKED] = cell_int((int64_t)(used + 2) / 3);
    struct store_rows rows;
    if (!store_query(store, &lead_candidates, (struct cells){cells, ASKED + 1}, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct lead_likeness found = {
            .id = store_int(&rows, 0),
            .number = store_text(arena, &rows, 1),
            .name = store_text(arena, &rows, 2),
            .enterprise = store_text(arena, &rows, 3),
            .district = store_text(arena, &rows, 4),
            .registered_on = store_date(&rows, 5),
        };
        ensure(stage_find(store_text(arena, &rows, 6), &found.stage));
        struct grams grams;
        grams_of(found.name, &grams);
        found.percent = grams_similarity(asked, &grams);
        keep_best(out, found);
    }
    return store_done(&rows, fault);
}

bool lead_likely_duplicates(struct arena *arena, struct store *store,
                            const struct lead_names *asked, struct lead_likenesses *out,
                            struct fault *fault)
{
    struct grams grams;
    struct text enterprise = asked->enterprise;
    grams_of(asked->name, &grams);
    out->count = 0;
    if (grams.count == 0) {
        return true;
    }
    if (!read_candidates(arena, store, &grams, out, fault)) {
        return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        bool same_enterprise =
            enterprise.len > 0 && text_equal(out->items[i].enterprise, enterprise);
        int percent = out->items[i].percent + (same_enterprise ? 15 : 0);
        out->items[i].percent = percent > 100 ? 100 : percent;
        if (out->items[i].percent >= LIKENESS_LEAST) {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
    return true;
}
