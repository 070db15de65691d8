#include "flow/letter_values.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"
#include "room/planning/planning.h"

#define VALUES_MAX 48
#define PLAN_COLUMNS 4
#define CORRECTION_COLUMNS 3

struct gathering {
    const struct letter_case *about;
    const struct view_run *run;
    struct arena *arena;
    struct letter_value *values;
    size_t count;
    struct letter_facts *facts;
    struct project project;
    struct application application;
    struct application_now now;
    const struct pack_record *item; /* NULL: no longer in the pack */
    civil_date special_until, production;
};

static struct letter_value *add(struct gathering *g, const char *name, struct text text)
{
    ensure(g->count < VALUES_MAX);
    g->values[g->count] = (struct letter_value){.name = text_of(name), .text = text};
    return &g->values[g->count++];
}

static struct text number(const struct gathering *g, int64_t value)
{
    return text_format(g->arena, "%lld", (long long)value);
}

static struct text day_or_none(const struct gathering *g, civil_date day)
{
    return day == CIVIL_DATE_NONE ? TEXT_NONE : letter_day(g->arena, day);
}

/* -- of the project and the application -- */

static bool add_project(struct gathering *g, struct fault *fault)
{
    struct project_wanted wanted = {access_scope(g->run->city, g->run->actor), g->about->project};
    if (!project_load(g->arena, g->run->store, &wanted, &g->project, fault)) {
        return false;
    }
    /* A lead may come without the name of the enterprise; the project's own names it well enough.
     */
    struct text addressee =
        g->project.enterprise.len > 0
            ? g->project.enterprise
            : text_format(g->arena, "%.*s（项目单位）", TEXT_ARG(g->project.name));
    add(g, "project", g->project.name);
    add(g, "project_number", g->project.number);
    add(g, "enterprise", addressee);
    add(g, "on", letter_day(g->arena, g->about->on));
    add(g, "event_on", letter_day(g->arena, g->about->event_on));
    g->facts->enterprise = addressee;
    return true;
}

/* What the law rests on, as far as the city's data say it. */
static struct text item_basis(const struct gathering *g)
{
    const struct jvalue *basis = g->item == NULL ? NULL : jvalue_get(g->item->raw, "legal_basis");
    struct text known = jvalue_text(basis, TEXT_NONE);
    return known.len > 0 ? known : TEXT("办事指南未载明依据（待核）");
}

static struct text basis_name(struct text basis)
{
    return text_is(basis, "promised")    ? TEXT("承诺期限")
           : text_is(basis, "statutory") ? TEXT("法定期限")
                                         : TEXT("参考期限");
}

static void add_application_values(struct gathering *g)
{
    const struct application *a = &g->application;
    add(g, "item", a->name);
    add(g, "item_en", city_item_name(g->run->city, a->code, LANGUAGE_EN));
    add(g, "item_basis", item_basis(g));
    add(g, "application", a->number);
    add(g, "submitted_on", day_or_none(g, a->submitted_on));
    add(g, "limit_days", number(g, a->limit_days));
    add(g, "limit_basis", basis_name(a->limit_basis));
    add(g, "deliver_days", number(g, a->deliver_days));
    add(g, "reply_days", number(g, city_limit(g->run->city, "supplement_reply", g->about->on)));
}

static bool add_application(struct gathering *g, struct fault *fault)
{
    struct application_terms terms;
    if (!application_load(g->run, g->about->application, &g->application, fault)) {
        return false;
    }
    application_terms_of(g->run, &terms);
    g->item = pack_find(city_pack(g->run->city), PACK_ITEMS, g->application.code,
                        g->application.submitted_on);
    add_application_values(g);
    g->facts->unit = g->application.org;
    return application_read_now(&g->application, NULL, &terms, LANGUAGE_ZH, &g->now, fault);
}

/* -- of the event: its members by their names -- */

/* Codes of reasons become the city's words for them. */
static struct text word_of(const struct gathering *g, struct text name, struct text code)
{
    if (text_is(name, "stages")) {
        return city_stage_name(g->run->city, code, LANGUAGE_ZH);
    }
    const struct pack_record *reason =
        text_is(name, "reasons")
            ? pack_find(city_pack(g->run->city), PACK_SUPPLEMENT_REASONS, code, CIVIL_DATE_NONE)
            : NULL;
    return reason == NULL ? code : reason->name;
}

static void add_list(struct gathering *g, const char *name, const struct jvalue *list)
{
    struct text *items = arena_array(g->arena, struct text, list->count);
    struct letter_value *value = add(g, name, TEXT_NONE);
    for (uint32_t i = 0; i < list->count; i++) {
        items[value->count] = word_of(g, text_of(name), jvalue_text(&list->items[i], TEXT_NONE));
        value->count += items[value->count].len > 0 ? 1 : 0;
    }
    value->items = items;
}

static void add_member(struct gathering *g, const char *name, const char *member)
{
    const struct jvalue *value = jvalue_get(g->about->event, member);
    civil_date day = CIVIL_DATE_NONE;
    if (value == NULL) {
        add(g, name, TEXT_NONE);
    } else if (value->kind == JVALUE_ARRAY) {
        add_list(g, name, value);
    } else if (value->kind == JVALUE_INT) {
        add(g, name, number(g, value->integer));
    } else {
        struct text text = jvalue_text(value, TEXT_NONE);
        add(g, name, civil_date_parse(text, &day) ? letter_day(g->arena, day) : text);
    }
}

/* The field's name in the form; a material is named by itself. */
static struct text target_of(const struct gathering *g, struct text target)
{
    const struct pack_record *field =
        pack_find(city_pack(g->run->city), PACK_FORM_FIELDS, target, CIVIL_DATE_NONE);
    return field == NULL ? target : field->name;
}

/* What is asked for, one a row: of what, why, and what was written beside it. */
static void add_corrections(struct gathering *g)
{
    const struct jvalue *list = jvalue_get(g->about->event, "corrections");
    uint32_t count = list == NULL || list->kind != JVALUE_ARRAY ? 0 : list->count;
    struct letter_value *value = add(g, "corrections", TEXT_NONE);
    struct text *cells = arena_array(g->arena, struct text, (size_t)count * CORRECTION_COLUMNS + 1);
    value->items = cells;
    value->columns = CORRECTION_COLUMNS;
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *one = &list->items[i];
        struct text *row = cells + value->count;
        row[0] = target_of(g, jvalue_text(jvalue_get(one, "target"), TEXT_NONE));
        row[1] = word_of(g, TEXT("reasons"), jvalue_text(jvalue_get(one, "reason"), TEXT_NONE));
        row[2] = jvalue_text(jvalue_get(one, "note"), TEXT_NONE);
        row[2] = row[2].len > 0 ? row[2] : TEXT("—");
        value->count += CORRECTION_COLUMNS;
    }
}

/* Why the clock stands, in the city's words. */
static void add_stop(struct gathering *g)
{
    struct text code = jvalue_text(jvalue_get(g->about->event, "code"), TEXT_NONE);
    const struct pack_record *stop =
        code.len == 0
            ? NULL
            : pack_find(city_pack(g->run->city), PACK_STOP_REASONS, code, CIVIL_DATE_NONE);
    add(g, "stop", stop == NULL ? code : stop->name);
}

static void add_event(struct gathering *g)
{
    static const struct {
        const char *name, *member;
    } members[] = {
        {"reasons", "reasons"}, {"materials", "materials"}, {"note", "note"},
        {"reason", "reason"},   {"event_basis", "basis"},   {"name", "name"},
        {"days", "days"},       {"document", "document"},   {"valid_until", "valid_until"},
        {"law", "law"},         {"stages", "stages"}};
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        add_member(g, members[i].name, members[i].member);
    }
    add_corrections(g);
    add_stop(g);
    struct city_due until = city_due(g->run->city, g->about->on,
                                     (int)jvalue_int(jvalue_get(g->about->event, "days"), 0));
    g->special_until = until.day;
}

/* -- of the plan -- */

static void add_rows(struct gathering *g, const struct planned *planned)
{
    struct letter_value *value = add(g, "plan_rows", TEXT_NONE);
    struct text *cells = arena_array(g->arena, struct text, planned->count * PLAN_COLUMNS);
    value->items = cells;
    value->columns = PLAN_COLUMNS;
    for (size_t i = 0; i < planned->count; i++) {
        const struct planned_node *node = &planned->nodes[i];
        char from[CIVIL_DATE_TEXT_SIZE], to[CIVIL_DATE_TEXT_SIZE];
        struct text *row = cells + value->count;
        row[0] = planning_node_name(g->run->city, node, LANGUAGE_ZH);
        row[1] =
            node->is_milestone ? TEXT("—") : city_org_name(g->run->city, node->org, LANGUAGE_ZH);
        row[2] = text_copy(g->arena, civil_date_write(node->earliest_start, from));
        row[3] = text_copy(g->arena, civil_date_write(node->earliest_finish, to));
        value->count += PLAN_COLUMNS;
    }
}

static bool add_plan(struct gathering *g, struct fault *fault)
{
    struct adopted_plans plans;
    if (!planning_plans_of(g->arena, g->run->store, g->about->project, &plans, fault)) {
        return false;
    }
    const struct adopted_plan *plan = planning_in_force(&plans);
    struct planned planned = {.count = 0};
    if (plan != NULL) {
        planned = plan->planned;
        if (!planning_load_nodes(g->arena, g->run->store, g->about->project, plan->number, &planned,
                                 fault)) {
            return false;
        }
        g->production = planned.production;
        g->facts->is_provisional = planned.is_provisional;
    }
    add(g, "plan_number", plan == NULL ? TEXT_NONE : number(g, plan->number));
    add(g, "plan_basis", plan == NULL ? TEXT_NONE : basis_name(plan->basis));
    add(g, "plan_start", plan == NULL ? TEXT_NONE : day_or_none(g, planned.start));
    add(g, "production", plan == NULL ? TEXT_NONE : day_or_none(g, planned.production));
    add_rows(g, &planned);
    return true;
}

/* -- which text, until when -- */

static bool fits(const struct gathering *g, const struct pack_record *text)
{
    const struct jvalue *kinds = jvalue_get(text->raw, "item_kinds");
    struct text own =
        g->item == NULL ? TEXT_NONE : jvalue_text(jvalue_get(g->item->raw, "kind"), TEXT_NONE);
    if (jvalue_is_null(kinds)) {
        return true;
    }
    for (uint32_t i = 0; i < kinds->count; i++) {
        if (text_equal(jvalue_text(&kinds->items[i], TEXT_NONE), own)) {
            return true;
        }
    }
    return false;
}

static const struct pack_record *choose(const struct gathering *g, struct text code)
{
    const struct pack *pack = city_pack(g->run->city);
    const struct pack_record *text = pack_find(pack, PACK_LETTERS, code, g->about->on);
    if (text == NULL || fits(g, text)) {
        return text;
    }
    return pack_find(pack, PACK_LETTERS, jvalue_text(jvalue_get(text->raw, "otherwise"), TEXT_NONE),
                     g->about->on);
}

/* As it stands, or as it would stand with the days that are about to be added. */
static civil_date decision_due(const struct gathering *g)
{
    civil_date due = g->now.clock.decision_due;
    bool is_moved = due != CIVIL_DATE_NONE && g->about->extends_by > 0;
    return is_moved ? city_due(g->run->city, due, (int)g->about->extends_by).day : due;
}

static void set_due(struct gathering *g)
{
    struct letter_facts *facts = g->facts;
    struct text kind = jvalue_text(jvalue_get(facts->text->raw, "deadline"), TEXT_NONE);
    struct city_due reply = city_due(g->run->city, g->about->on,
                                     city_limit(g->run->city, "supplement_reply", g->about->on));
    facts->due = text_is(kind, "decision")   ? decision_due(g)
                 : text_is(kind, "delivery") ? g->now.clock.delivery_due
                 : text_is(kind, "reply")    ? reply.day
                 : text_is(kind, "special")  ? g->special_until
                 : text_is(kind, "plan")     ? g->production
                                             : CIVIL_DATE_NONE;
    facts->is_provisional |=
        text_is(kind, "reply") ? reply.is_provisional : g->now.clock.is_provisional;
    if (facts->due != CIVIL_DATE_NONE) {
        facts->days_left = city_working_days(g->run->city, g->about->on, facts->due);
    }
}

static void set_unit(struct gathering *g)
{
    struct text issuer = jvalue_text(jvalue_get(g->facts->text->raw, "issuer"), TEXT("unit"));
    if (!text_is(issuer, "unit")) {
        g->facts->unit = issuer;
    }
    g->facts->unit_name = city_org_name(g->run->city, g->facts->unit, LANGUAGE_ZH);
    add(g, "unit", g->facts->unit_name);
}

bool letter_gather(const struct letter_case *about, struct text code, struct letter_facts *out,
                   struct fault *fault)
{
    struct gathering *g = arena_new(about->run->arena, struct gathering);
    *out = (struct letter_facts){.unit = TEXT_NONE, .due = CIVIL_DATE_NONE};
    *g = (struct gathering){.about = about,
                            .run = about->run,
                            .arena = about->run->arena,
                            .facts = out,
                            .special_until = CIVIL_DATE_NONE,
                            .production = CIVIL_DATE_NONE};
    g->values = arena_room(g->arena, struct letter_value, VALUES_MAX);
    if (!add_project(g, fault) || (about->application != 0 && !add_application(g, fault)) ||
        (about->application == 0 && !add_plan(g, fault))) {
        return false;
    }
    add_event(g);
    const struct pack_record *text = choose(g, code);
    if (text == NULL || g->application.is_own) {
        return true;
    }
    out->text = text;
    set_unit(g);
    set_due(g);
    out->values = (struct letter_values){g->values, g->count};
    return true;
}
