#include "base/arena.h"
#include "pack/checker.h"
#include "pack/variants.h"

/* What shapes can't say of variants.json: effects and what they name, commitments, bottom lines,
 * and whether a variant would make something wait for itself. */

static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static struct text member(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static void say(struct checker *checker, const struct jvalue *variant, const char *field,
                struct pack_why why)
{
    struct spot spot = {PACK_FILE_VARIANTS, check_id(PACK_VARIANTS, variant), text_of(field)};
    check_add(checker, spot, text_of(why.zh), text_of(why.en));
}

static void say_of(struct checker *checker, const struct jvalue *variant, const char *field,
                   struct pack_why why, struct text what)
{
    struct spot spot = {PACK_FILE_VARIANTS, check_id(PACK_VARIANTS, variant), text_of(field)};
    check_add(checker, spot, text_format(checker->arena, "%s：%.*s", why.zh, TEXT_ARG(what)),
              text_format(checker->arena, "%s: %.*s", why.en, TEXT_ARG(what)));
}

static const struct jvalue *find(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t index = 0;
    const struct jvalue *array = check_array(checker, list);
    return array != NULL && name_table_find(&checker->ids[list], id, &index) ? &array->items[index]
                                                                             : NULL;
}

static bool contains(const struct jvalue *array, struct text text)
{
    for (uint32_t i = 0; i < count_of(array); i++) {
        if (text_equal(jvalue_text(&array->items[i], TEXT_NONE), text)) {
            return true;
        }
    }
    return false;
}

/* ---- fields ---- */

static void mark_field(struct checker *checker, struct text name)
{
    uint32_t field = 0;
    if (fact_space_find(checker->spaces[PACK_SPACE_FACTS], name, &field)) {
        checker->fields_used[PACK_SPACE_FACTS][field] = 1;
    }
}

void check_mark_variant_fields(struct checker *checker)
{
    const struct jvalue *variants = check_array(checker, PACK_VARIANTS);
    for (uint32_t i = 0; i < count_of(variants); i++) {
        const struct jvalue *effects = jvalue_get(&variants->items[i], "effects");
        mark_field(checker, member(&variants->items[i], "expires_with"));
        for (uint32_t k = 0; k < count_of(effects); k++) {
            const struct jvalue *less = jvalue_get(&effects->items[k], "less");
            mark_field(checker, member(&effects->items[k], "fact"));
            mark_field(checker, member(&effects->items[k], "days_fact"));
            for (uint32_t n = 0; n < count_of(less); n++) {
                mark_field(checker, jvalue_text(&less->items[n], TEXT_NONE));
            }
        }
    }
}

static bool is_field(const struct checker *checker, struct text name, enum fact_type type)
{
    uint32_t field = 0;
    const struct fact_space *space = checker->spaces[PACK_SPACE_FACTS];
    return fact_space_find(space, name, &field) && fact_space_field(space, field)->type == type;
}

/* ---- effects ---- */

/* A node is an item, a milestone, or a step of some variant. */
static uint32_t count_steps(const struct checker *checker, struct text code)
{
    const struct jvalue *variants = check_array(checker, PACK_VARIANTS);
    uint32_t count = 0;
    for (uint32_t i = 0; i < count_of(variants); i++) {
        const struct jvalue *effects = jvalue_get(&variants->items[i], "effects");
        for (uint32_t k = 0; k < count_of(effects); k++) {
            count += text_is(member(&effects->items[k], "do"), "add_step") &&
                     text_equal(member(&effects->items[k], "id"), code);
        }
    }
    return count;
}

static bool is_node(const struct checker *checker, struct text code)
{
    return find(checker, PACK_ITEMS, code) != NULL ||
           find(checker, PACK_MILESTONES, code) != NULL || count_steps(checker, code) > 0;
}

static void check_reference(struct checker *checker, const struct jvalue *variant,
                            const struct jvalue *effect, const char *key)
{
    if (key != NULL && !is_node(checker, member(effect, key))) {
        say_of(
            checker, variant, "effects",
            (struct pack_why){"没有事项、里程碑或步骤", "there is no such item, milestone or step"},
            member(effect, key));
    }
}

static void check_figures(struct checker *checker, const struct jvalue *variant,
                          const struct jvalue *effect)
{
    const struct jvalue *days = jvalue_get(effect, "days");
    for (int basis = 0; basis < PLAN_BASIS_COUNT; basis++) {
        const struct jvalue *value = jvalue_get(days, plan_basis_name((enum plan_basis)basis));
        bool is_days = value != NULL && (value->kind == JVALUE_NULL ||
                                         (jvalue_is_number(value) && jvalue_number(value) >= 0 &&
                                          jvalue_number(value) <= PLAN_DAYS_MAX));
        if (!is_days) {
            say(checker, variant, "effects",
                (struct pack_why){"days 须有 planning、promised、statutory，为天数或 null",
                                  "days need planning, promised and statutory, days or null"});
            return;
        }
    }
}

static void check_listed(struct checker *checker, const struct jvalue *variant,
                         const struct jvalue *list, const struct jvalue *within,
                         struct pack_why why)
{
    for (uint32_t i = 0; i < count_of(list); i++) {
        struct text one = jvalue_text(&list->items[i], TEXT_NONE);
        if (!contains(within, one)) {
            say_of(checker, variant, "effects", why, one);
        }
    }
}

static void check_joint(struct checker *checker, const struct jvalue *variant,
                        const struct jvalue *effect)
{
    const struct jvalue *bundle = find(checker, PACK_BUNDLES, member(variant, "bundle"));
    const struct jvalue *items = jvalue_get(effect, "items");
    if (bundle == NULL || count_of(items) < 2) {
        say(checker, variant, "effects",
            (struct pack_why){"joint 须有 bundle 和至少两个事项",
                              "joint needs a bundle and at least two items"});
        return;
    }
    if (jvalue_number(jvalue_get(bundle, "joint_days")) > PLAN_DAYS_MAX ||
        jvalue_number(jvalue_get(bundle, "planning_days")) > PLAN_DAYS_MAX) {
        say(checker, variant, "bundle",
            (struct pack_why){"天数过大", "the number of days is too large"});
    }
    for (uint32_t i = 0; i < count_of(items); i++) {
        struct text code = jvalue_text(&items->items[i], TEXT_NONE);
        if (!contains(jvalue_get(bundle, "items"), code) &&
            !contains(jvalue_get(bundle, "optional_items"), code)) {
            say_of(checker, variant, "effects",
                   (struct pack_why){"不是该一件事的事项", "is no item of the bundle"}, code);
        }
    }
}

static void check_fact(struct checker *checker, const struct jvalue *variant, struct text name)
{
    if (!is_field(checker, name, FACT_INTEGER)) {
        say_of(checker, variant, "effects",
               (struct pack_why){"没有这个整数字段", "there is no such field of whole numbers"},
               name);
    }
}

static void check_step(struct checker *checker, const struct jvalue *variant,
                       const struct jvalue *effect)
{
    struct text id = member(effect, "id");
    const struct jvalue *less = jvalue_get(effect, "less");
    if (text_is_empty(id) || count_steps(checker, id) > 1 ||
        find(checker, PACK_ITEMS, id) != NULL || find(checker, PACK_MILESTONES, id) != NULL) {
        say_of(checker, variant, "effects",
               (struct pack_why){"步骤的编码已被占用", "the step's id is taken"}, id);
    }
    check_fact(checker, variant, member(effect, "days_fact"));
    for (uint32_t i = 0; i < count_of(less); i++) {
        check_fact(checker, variant, jvalue_text(&less->items[i], TEXT_NONE));
    }
}

static bool has_lag(const struct checker *checker, struct text milestone)
{
    const struct jvalue *record = find(checker, PACK_MILESTONES, milestone);
    return !text_is_empty(member(record, "lag_field"));
}

static void check_lag(struct checker *checker, const struct jvalue *variant,
                      const struct jvalue *effect)
{
    if (!has_lag(checker, member(effect, "milestone"))) {
        say_of(checker, variant, "effects",
               (struct pack_why){"该里程碑没有工期", "the milestone has no lag"},
               member(effect, "milestone"));
    }
    check_fact(checker, variant, member(effect, "fact"));
}

static void check_defer(struct checker *checker, const struct jvalue *variant,
                        const struct jvalue *effect)
{
    const struct jvalue *item = find(checker, PACK_ITEMS, member(effect, "item"));
    check_listed(checker, variant, jvalue_get(effect, "materials"),
                 jvalue_get(item, "deferrable_materials"),
                 (struct pack_why){"不是该事项可容缺的材料", "may not follow later for the item"});
}

static void check_effect(struct checker *checker, const struct jvalue *variant,
                         const struct jvalue *effect, const struct pack_graph *graph)
{
    const struct pack_effect_shape *shape = pack_effect_find(member(effect, "do"));
    if (shape == NULL) {
        say_of(checker, variant, "effects",
               (struct pack_why){"不认识的效果", "the effect is not known"}, member(effect, "do"));
        return;
    }
    check_reference(checker, variant, effect, shape->item);
    check_reference(checker, variant, effect, shape->other);
    check_reference(checker, variant, effect, shape->by);
    const char *from = shape->what == ROUTE_REPLACE_EDGE ? "by" : "before";
    if ((shape->what == ROUTE_ADD_EDGE || shape->what == ROUTE_REPLACE_EDGE) &&
        text_equal(member(effect, from), member(effect, "after"))) {
        say_of(checker, variant, "effects", (struct pack_why){"等待自身", "waits for itself"},
               member(effect, from));
    }
    switch (shape->what) {
    case ROUTE_SET_DAYS: check_figures(checker, variant, effect); break;
    case ROUTE_JOINT: check_joint(checker, variant, effect); break;
    case ROUTE_ADD_STEP: check_step(checker, variant, effect); break;
    case ROUTE_LAG: check_lag(checker, variant, effect); break;
    case ROUTE_DEFER: check_defer(checker, variant, effect); break;
    case ROUTE_DROP_EDGE:
    case ROUTE_REPLACE_EDGE: {
        bool is_there = false;
        for (uint32_t i = 0; i < graph->edge_count; i++) {
            is_there |=
                !graph->edges[i].has_lag &&
                text_equal(graph->codes[graph->edges[i].before], member(effect, "before")) &&
                text_equal(graph->codes[graph->edges[i].after], member(effect, "after"));
        }
        if (!is_there) {
            say_of(checker, variant, "effects",
                   (struct pack_why){"没有这个前置可去掉", "there is no such predecessor to drop"},
                   member(effect, "before"));
        }
        break;
    }
    default: break;
    }
}

/* ---- the rest of a record ---- */

static void check_commitment(struct checker *checker, const struct jvalue *variant)
{
    const struct jvalue *commitment = jvalue_get(variant, "commitment");
    const struct jvalue *at_once = jvalue_get(commitment, "decided_at_once");
    struct text limit = member(commitment, "verify_limit");
    if (text_is(member(variant, "kind"), "notice_commitment") && jvalue_is_null(commitment)) {
        say(checker, variant, "commitment",
            (struct pack_why){"告知承诺须写明种类、核查和后果",
                              "a commitment needs its class, check and consequences"});
    }
    if (jvalue_is_null(commitment)) {
        return;
    }
    if (find(checker, PACK_COMMITMENT_CLASSES, member(commitment, "class")) == NULL) {
        say_of(checker, variant, "commitment",
               (struct pack_why){"没有这个承诺种类", "there is no such class of commitment"},
               member(commitment, "class"));
    }
    if (at_once == NULL || (at_once->kind != JVALUE_BOOL && at_once->kind != JVALUE_NULL)) {
        say(checker, variant, "commitment",
            (struct pack_why){"decided_at_once 应为 true、false 或 null",
                              "decided_at_once must be true, false or null"});
    }
    if (!text_is_empty(limit) && find(checker, PACK_LIMITS, limit) == NULL) {
        say_of(checker, variant, "commitment",
               (struct pack_why){"没有这个核查期限", "there is no such limit for the check"},
               limit);
    }
    if (text_is_empty(member(commitment, "breach_zh")) ||
        text_is_empty(member(commitment, "breach_en"))) {
        say(checker, variant, "commitment",
            (struct pack_why){"缺少违诺后果", "what follows a broken promise is missing"});
    }
}

static void check_assumption(struct checker *checker, const struct jvalue *variant)
{
    const struct jvalue *assumes = jvalue_get(variant, "assumes");
    struct text field = member(assumes, "field");
    struct text expires = member(variant, "expires_with");
    if (!jvalue_is_null(assumes)) {
        bool is_set = is_field(checker, field, FACT_SET);
        bool is_bool = is_field(checker, field, FACT_BOOL);
        bool has_member = contains(jvalue_get(find(checker, PACK_FIELDS, field), "values"),
                                   member(assumes, "member"));
        if (!(is_bool || (is_set && has_member)) || count_of(jvalue_get(variant, "effects")) > 0) {
            say(checker, variant, "assumes",
                (struct pack_why){"应为是非字段或集合字段的成员，且没有其他效果",
                                  "must be a truth, or a member of a set, and have no effects"});
        }
    }
    if (!text_is_empty(expires) && !is_field(checker, expires, FACT_DATE)) {
        say(checker, variant, "expires_with",
            (struct pack_why){"应为日期字段", "must be a field of dates"});
    }
}

static void check_links(struct checker *checker, const struct jvalue *variant)
{
    struct text id = check_id(PACK_VARIANTS, variant);
    const struct jvalue *requires = jvalue_get(variant, "requires");
    const struct jvalue *excludes = jvalue_get(variant, "excludes");
    const struct jvalue *scale = check_array(checker, PACK_RISK_SCALE);
    bool is_on_scale = scale == NULL;
    for (uint32_t i = 0; i < count_of(requires); i++) {
        if (contains(excludes, jvalue_text(&requires->items[i], TEXT_NONE))) {
            say(checker, variant, "requires",
                (struct pack_why){"既要求又排斥同一办理方式", "requires what it excludes"});
        }
    }
    if (contains(requires, id) || contains(excludes, id)) {
        say(checker, variant, "requires",
            (struct pack_why){"要求或排斥自身", "requires or excludes itself"});
    }
    for (uint32_t i = 0; i < count_of(scale); i++) {
        is_on_scale |= jvalue_int(jvalue_get(&scale->items[i], "points"), -1) ==
                       jvalue_int(jvalue_get(variant, "risk"), -2);
    }
    if (jvalue_int(jvalue_get(variant, "risk"), 0) > PACK_FIGURE_MAX ||
        jvalue_int(jvalue_get(variant, "visits_saved"), 0) > PACK_FIGURE_MAX) {
        say(checker, variant, "risk",
            (struct pack_why){"risk 或 visits_saved 过大", "risk or visits_saved is too large"});
    }
    if (!is_on_scale) {
        say(checker, variant, "risk",
            (struct pack_why){"不在风险等级之内", "is no point of the risk scale"});
    }
}

static void check_line(struct checker *checker, const struct jvalue *variant)
{
    struct text item = TEXT_NONE;
    const struct jvalue *line =
        pack_bottom_line(check_array(checker, PACK_BOTTOM_LINES), variant, &item);
    if (line != NULL) {
        say_of(checker, variant, "effects",
               (struct pack_why){"触及不可替代的底线", "touches a bottom line"},
               text_format(checker->arena, "%.*s (%.*s)", TEXT_ARG(item),
                           TEXT_ARG(check_id(PACK_BOTTOM_LINES, line))));
    }
}

/* ---- the whole ---- */

/* Versions of an item stand behind each other: the newest counts. */
static struct pack_graph read_graph(struct checker *checker)
{
    const struct jvalue *array = check_array(checker, PACK_ITEMS);
    const struct jvalue **items =
        arena_array(checker->arena, const struct jvalue *, count_of(array));
    uint32_t count = 0;
    for (uint32_t i = 0; i < count_of(array); i++) {
        bool is_same = count > 0 && text_equal(check_id(PACK_ITEMS, items[count - 1]),
                                               check_id(PACK_ITEMS, &array->items[i]));
        count -= is_same; /* a later version of it */
        items[count++] = &array->items[i];
    }
    return pack_graph_read(checker->arena, items, count, checker->files[PACK_FILE_MILESTONES]);
}

void check_variants(struct checker *checker)
{
    const struct jvalue *variants = check_array(checker, PACK_VARIANTS);
    if (variants == NULL || check_array(checker, PACK_ITEMS) == NULL ||
        checker->files[PACK_FILE_MILESTONES] == NULL) {
        return;
    }
    struct pack_graph graph = read_graph(checker);
    bool is_sound =
        plan_find_circle(checker->arena, graph.node_count, graph.edges, graph.edge_count).count ==
        0;
    for (uint32_t i = 0; i < variants->count; i++) {
        const struct jvalue *variant = &variants->items[i];
        const struct jvalue *effects = jvalue_get(variant, "effects");
        for (uint32_t k = 0; k < count_of(effects); k++) {
            check_effect(checker, variant, &effects->items[k], &graph);
        }
        check_commitment(checker, variant);
        check_assumption(checker, variant);
        check_links(checker, variant);
        check_line(checker, variant);
        if (is_sound) {
            check_variant_circle(checker, variant, &graph);
        }
    }
}
