#include "room/problem/problem_merge.h"

/* -- what is alike -- */

#define LIKE_WORDS 30         /* percent of words that are enough by themselves */
#define LIKE_WORDS_IN_KIND 12 /* within one category */
#define PAIRS_MAX 128

/* Pairs of neighbouring characters, as numbers: they find Chinese words without a dictionary, and
 * English ones well enough. */
struct pairs {
    uint64_t items[PAIRS_MAX];
    size_t count;
};

static uint32_t next_character(struct text *rest)
{
    unsigned char first = (unsigned char)rest->at[0];
    size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t value = 0;
    size = size < rest->len ? size : rest->len;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | (unsigned char)rest->at[i];
    }
    *rest = (struct text){rest->at + size, rest->len - size};
    return size == 1 ? (uint32_t)(unsigned char)text_lower((char)value) : value;
}

static bool has_pair(const struct pairs *pairs, uint64_t pair)
{
    for (size_t i = 0; i < pairs->count; i++) {
        if (pairs->items[i] == pair) {
            return true;
        }
    }
    return false;
}

static void find_pairs(struct text title, struct pairs *out)
{
    uint32_t before = 0;
    out->count = 0;
    while (title.len > 0 && out->count < PAIRS_MAX) {
        uint32_t now = next_character(&title);
        uint64_t pair = (uint64_t)before << 32 | now;
        if (before > ' ' && now > ' ' && !has_pair(out, pair)) {
            out->items[out->count++] = pair;
        }
        before = now;
    }
}

static int64_t shared_words(struct text a, struct text b)
{
    struct pairs of_a;
    struct pairs of_b;
    int64_t shared = 0;
    find_pairs(a, &of_a);
    find_pairs(b, &of_b);
    for (size_t i = 0; i < of_a.count; i++) {
        shared += has_pair(&of_b, of_a.items[i]);
    }
    int64_t all = (int64_t)(of_a.count + of_b.count) - shared;
    return all == 0 ? 0 : shared * 100 / all;
}

void problem_liken(const struct problem *a, const struct problem *b, struct problem_likeness *out)
{
    *out = (struct problem_likeness){
        .same_category = text_equal(a->category, b->category),
        .shared_words = shared_words(a->title, b->title),
    };
    for (size_t i = 0; i < a->items.count; i++) {
        out->shared_items += text_list_has(b->items, a->items.items[i]);
    }
    out->is_like = out->shared_items > 0 || out->shared_words >= LIKE_WORDS ||
                   (out->same_category && out->shared_words >= LIKE_WORDS_IN_KIND);
    out->rank = out->shared_items * 100 + out->shared_words + (out->same_category ? 25 : 0);
}

/* -- who speaks for what -- */

bool problem_is_ones_own(int64_t raised_by, enum role raised_role, const struct actor *actor)
{
    bool passes_on = actor->role == ROLE_ENTERPRISE || actor->role == ROLE_NAVIGATOR;
    return (actor->account == raised_by && actor->account != 0) ||
           (passes_on && actor->role == raised_role);
}

bool problem_is_last_to_agree(const struct problem *problem, const struct actor *actor)
{
    bool agree = problem->agreed_on != CIVIL_DATE_NONE ||
                 problem_is_ones_own(problem->raised_by, problem->raised_role, actor);
    for (size_t i = 0; i < problem->part_count; i++) {
        const struct problem_part *part = &problem->parts[i];
        agree = agree &&
                (part->agrees || problem_is_ones_own(part->raised_by, part->raised_role, actor));
    }
    return agree;
}

struct problem_waits problem_waits_for(const struct problem *problem)
{
    if (problem->agreed_on != CIVIL_DATE_NONE) {
        for (size_t i = 0; i < problem->part_count; i++) {
            if (!problem->parts[i].agrees) {
                return (struct problem_waits){problem->parts[i].raised_role,
                                              problem->parts[i].raised_name};
            }
        }
    }
    return (struct problem_waits){problem->raised_role, problem->raised_name};
}

/* -- decisions -- */

static bool cannot(struct fault *fault, const char *zh, const char *en)
{
    return fault_refuse_field(fault, "into", zh, en);
}

bool problem_takes_in(const struct problem *main, const struct problem *problem,
                      struct fault *fault)
{
    if (main->id == problem->id || main->project != problem->project) {
        return cannot(fault, "请选择同一项目的另一个问题", "another problem of the same project");
    }
    if (main->state != PROBLEM_RAISED && main->state != PROBLEM_ASSIGNED) {
        return cannot(fault, "只能并入尚未解决、自身没有并入别处的问题",
                      "only into one that is neither solved nor merged itself");
    }
    if (main->part_count >= PROBLEM_PARTS_MAX) {
        return cannot(fault, "该问题已并入 20 个，不能再并", "20 were merged into it already");
    }
    if (problem->part_count > 0) {
        return cannot(fault, "已有问题并入本问题：请反过来归并，或先把它们拆回",
                      "others were merged into this one: merge the other way, or split them off");
    }
    return (main->state >= problem->state &&
            problem_level_now(main) >= problem_level_now(problem)) ||
           cannot(fault, "主问题的办理进度和层级不得低于本问题：请反过来归并",
                  "it stands lower or is less far than this one: merge the other way");
}

bool problem_decide_merge(const struct problem *problem, const struct problem *main,
                          const struct problem_setting *setting, struct fault *fault)
{
    return problem_decide_act(problem, PROBLEM_MERGE, setting, fault) &&
           problem_takes_in(main, problem, fault) &&
           problem_decide_act(main, PROBLEM_MERGE, setting, fault);
}
