#include "board/rules_rehearsal.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/policy_rehearsal.h"
#include "board/redate.h"
#include "board/rules_compare.h"
#include "pack/living.h"
#include "room/catalog/catalog.h"
#include "room/profile/profile.h"

#define SHOWN 200
#define PACKS_SOFT ((size_t)64 << 20)
#define PACKS_HARD ((size_t)512 << 20)

/* Counting is nobody's business in particular: it is done for the city, and told without names. */
static const struct actor the_counter = {.role = ROLE_SYSTEM,
                                         .name = TEXT_NONE,
                                         .org = TEXT_NONE,
                                         .district = TEXT_NONE,
                                         .language = LANGUAGE_ZH};

struct rehearsal {
    const struct view_run *run; /* of who asks */
    struct view_run counting;   /* over what he may see, or over the city */
    bool is_named;
    const struct fleet *fleet;
    struct rules_pair pair;
    struct rules_effect *effects; /* those that it does something to */
    size_t count;
    size_t replanned; /* projects whose plan could be made anew by both */
    int64_t kept;
    const struct pack *whole[2]; /* before and after, with policies; NULL: those stay as they are */
    struct redate_found dates;   /* of cases in hand that another calendar moves */
};

/* -- the two packs -- */

static bool open_side(struct arena *arena, const struct rehearsal *all,
                      const struct pack_changes *changes, struct rules_side *out,
                      struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_PLAN, .is_corrected = true};
    struct pack_sources *sources = arena_new(arena, struct pack_sources);
    const struct pack *pack = NULL;
    struct fault why = {.code = FAULT_NONE};
    pack_with(arena, city_pack(all->run->city), changes, all->pair.from, sources);
    if (pack_build(arena, sources, &options, &pack, &why) &&
        rules_side_open(arena, pack, all->pair.from, out, &why)) {
        return true;
    }
    return fault_raise(fault, FAULT_CATALOG_UNSOUND, TEXT_NONE,
                       FAULT_ARGS(fault_sentence(arena, &why, LANGUAGE_ZH),
                                  fault_sentence(arena, &why, LANGUAGE_EN)));
}

static bool open_pair(struct arena *arena, struct rehearsal *all,
                      const struct pack_changes *changes, struct fault *fault)
{
    struct pack_changes none = {NULL, 0, 0};
    return open_side(arena, all, &none, &all->pair.before, fault) &&
           open_side(arena, all, changes, &all->pair.after, fault);
}

/* Packs for planning leave policies out; whole ones are made only where policies are others. */
static bool changes_policies(const struct pack_changes *changes)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        enum pack_file file = pack_kinds[changes->items[i].kind].file;
        if (file == PACK_FILE_POLICIES || file == PACK_FILE_BENEFITS) {
            return true;
        }
    }
    return false;
}

static bool open_whole(struct arena *arena, struct rehearsal *all,
                       const struct pack_changes *changes, struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_changes none = {NULL, 0, 0};
    for (int i = 0; changes_policies(changes) && i < 2; i++) {
        struct pack_sources *sources = arena_new(arena, struct pack_sources);
        pack_with(arena, city_pack(all->run->city), i == 0 ? &none : changes, all->pair.from,
                  sources);
        if (!pack_build(arena, sources, &options, &all->whole[i], fault)) {
            return false;
        }
    }
    return true;
}

/* -- each project -- */

static bool load_facts(const struct rehearsal *all, struct arena *arena, int64_t id,
                       const struct jvalue **out, struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    struct view_run run = all->counting;
    run.arena = arena;
    if (!project_of_view(&run, id, &project, fault) ||
        !planning_facts_of(arena, run.store, id, &facts, fault)) {
        return false;
    }
    *out = planning_facts_object(arena, run.city, &project, &facts);
    return true;
}

static bool does_something(const struct rules_effect *effect)
{
    return effect->days != 0 || effect->waits > 0 || effect->plan_before != effect->plan_after ||
           effect->is_critical_changed || effect->added_count + effect->removed_count > 0;
}

static bool look_at(struct rehearsal *all, struct arena *scratch,
                    const struct fleet_project *project, struct fault *fault)
{
    const struct jvalue *facts = NULL;
    struct rules_effect *effect = &all->effects[all->count];
    *effect = (struct rules_effect){.id = project->id,
                                    .number = project->number,
                                    .name = project->name,
                                    .district = project->district,
                                    .planned = project->planned,
                                    .production_before = project->production};
    if (!rules_forecast(scratch, &all->pair, project, effect, fault) ||
        !load_facts(all, scratch, project->id, &facts, fault)) {
        return false;
    }
    rules_replan(scratch, &all->pair, project, facts, effect);
    all->replanned += effect->has_plans;
    all->kept += effect->kept;
    all->count += does_something(effect);
    return true;
}

static int64_t size_of(int64_t days)
{
    return days < 0 ? -days : days;
}

static int by_size(const void *left, const void *right)
{
    const struct rules_effect *a = left;
    const struct rules_effect *b = right;
    int64_t more = size_of(b->days) - size_of(a->days);
    more = more != 0
               ? more
               : size_of(b->plan_after - b->plan_before) - size_of(a->plan_after - a->plan_before);
    return more != 0 ? (more > 0) - (more < 0) : (a->id > b->id) - (a->id < b->id);
}

static bool look_at_all(struct rehearsal *all, struct fault *fault)
{
    struct arena *scratch = arena_open((size_t)8 << 20, (size_t)256 << 20);
    bool looked = true;
    all->effects = arena_array(all->run->arena, struct rules_effect, all->fleet->count + 1);
    for (size_t i = 0; looked && i < all->fleet->count; i++) {
        looked = look_at(all, scratch, &all->fleet->items[i], fault);
        arena_reset(scratch);
    }
    arena_close(scratch);
    if (looked && all->count > 1) {
        qsort(all->effects, all->count, sizeof *all->effects, by_size);
    }
    return looked;
}

/* -- the answer -- */

static void write_sums(struct json_writer *json, const struct rehearsal *all)
{
    int64_t moved = 0, later = 0, days = 0, longest = 0, to_come = 0;
    int64_t critical = 0, longer = 0, shorter = 0, added = 0, removed = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct rules_effect *one = &all->effects[i];
        moved += one->days != 0;
        to_come += one->waits;
        later += one->days > 0;
        days += one->days;
        longest = size_of(one->days) > size_of(longest) ? one->days : longest;
        critical += one->is_critical_changed;
        longer += one->plan_after > one->plan_before;
        shorter += one->plan_after < one->plan_before;
        added += one->added_count;
        removed += one->removed_count;
    }
    json_member_int(json, "projects", (int64_t)all->fleet->count);
    json_member_bool(json, "projects_are_least", all->fleet->is_cut);
    json_member_int(json, "affected", (int64_t)all->count);
    json_member_int(json, "moved", moved);
    json_member_int(json, "later", later);
    json_member_int(json, "earlier", moved - later);
    json_member_int(json, "days", days);
    json_member_int(json, "longest", longest);
    json_member_int(json, "critical_changed", critical);
    json_member_int(json, "plans_longer", longer);
    json_member_int(json, "plans_shorter", shorter);
    json_member_int(json, "plans_not_made", (int64_t)(all->fleet->count - all->replanned));
    json_member_int(json, "items_added", added);
    json_member_int(json, "items_removed", removed);
    json_member_int(json, "cases_to_come", to_come);
    json_member_int(json, "cases_kept", all->kept);
}

static void write_districts(struct json_writer *json, const struct rehearsal *all)
{
    const struct pack_records *districts = &city_pack(all->run->city)->lists[PACK_DISTRICTS];
    json_name(json, "districts");
    json_array(json);
    for (uint32_t i = 0; i < districts->count; i++) {
        int64_t affected = 0, days = 0;
        for (size_t k = 0; k < all->count; k++) {
            bool is_here = text_equal(all->effects[k].district, districts->items[i].id);
            affected += is_here;
            days += is_here ? all->effects[k].days : 0;
        }
        if (affected > 0) {
            json_object(json);
            json_member_text(json, "district_name",
                             city_district_name(all->run->city, districts->items[i].id,
                                                all->run->actor->language));
            json_member_int(json, "affected", affected);
            json_member_int(json, "days", days);
            json_end(json);
        }
    }
    json_end(json);
}

static struct text node_name(const struct rehearsal *all, struct text code)
{
    bool is_english = all->run->actor->language == LANGUAGE_EN;
    static const enum pack_list lists[] = {PACK_ITEMS, PACK_MILESTONES};
    const struct pack *packs[] = {all->pair.after.pack, all->pair.before.pack};
    for (size_t i = 0; i < COUNT_OF(packs) * COUNT_OF(lists); i++) {
        const struct pack_record *record =
            pack_find(packs[i / 2], lists[i % 2], code, CIVIL_DATE_NONE);
        if (record != NULL) {
            return is_english && record->name_en.len > 0 ? record->name_en : record->name;
        }
    }
    return code;
}

static void write_names(struct json_writer *json, const struct rehearsal *all, const char *member,
                        const struct text *codes, uint32_t count)
{
    json_name(json, member);
    json_array(json);
    for (uint32_t i = 0; i < count && i < RULES_NAMED; i++) {
        json_text(json, node_name(all, codes[i]));
    }
    json_end(json);
}

static void write_effect(struct json_writer *json, const struct rehearsal *all,
                         const struct rules_effect *one)
{
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_text(json, "number", one->number);
    json_member_text(json, "name", one->name);
    json_member_text(json, "district_name",
                     city_district_name(all->run->city, one->district, all->run->actor->language));
    json_member_date(json, "planned", one->planned);
    json_member_date(json, "production_before", one->production_before);
    json_member_date(json, "production", one->production);
    json_member_int(json, "days", one->days);
    json_member_int(json, "cases_to_come", one->waits);
    json_member_int_if(json, "plan_days_before", one->has_plans, one->plan_before);
    json_member_int_if(json, "plan_days", one->has_plans, one->plan_after);
    json_member_bool(json, "critical_changed", one->is_critical_changed);
    write_names(json, all, "critical", one->critical, one->critical_count);
    write_names(json, all, "added", one->added, one->added_count);
    write_names(json, all, "removed", one->removed, one->removed_count);
    json_end(json);
}

static bool write_policies(struct json_writer *json, const struct rehearsal *all,
                           struct fault *fault)
{
    struct policy_rehearsing asked = {
        .run = &all->counting,
        .before = all->whole[0],
        .after = all->whole[1],
        .from = all->pair.from,
        .is_named = all->is_named,
        .shows_gaps =
            ((ROLES_PROFILE | ROLE_BIT(ROLE_SYSTEM)) & ROLE_BIT(all->counting.actor->role)) != 0,
    };
    if (all->whole[0] != NULL) {
        return policy_rehearse(&asked, json, fault);
    }
    json_name(json, "policies");
    json_null(json);
    return true;
}

static bool write_all(struct json_writer *json, const struct rehearsal *all, struct fault *fault)
{
    json_object(json);
    json_member_date(json, "from", all->pair.from);
    write_sums(json, all);
    write_districts(json, all);
    json_member_bool(json, "named", all->is_named);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; all->is_named && i < all->count && i < SHOWN; i++) {
        write_effect(json, all, &all->effects[i]);
    }
    json_end(json);
    json_name(json, "dates");
    redate_write(json, all->run, &all->dates);
    bool written = write_policies(json, all, fault);
    json_end(json);
    return written;
}

/* Every case in a unit's hands on both calendars; which ones they are is told like the projects. */
static bool redate(struct rehearsal *all, struct fault *fault)
{
    struct redate_asked asked = {city_calendar(all->run->city), all->pair.after.pack->calendar,
                                 SHOWN};
    bool compared = redate_compare(&all->counting, &asked, &all->dates, fault);
    all->dates.count = all->is_named ? all->dates.count : 0;
    return compared;
}

/* -- asking -- */

static bool rehearse(const struct view_run *run, const struct pack_changes *changes,
                     civil_date from, struct json_writer *json, struct fault *fault)
{
    struct rehearsal all = {
        .run = run, .counting = *run, .pair = {.from = from, .today = run->today}};
    struct arena *packs = arena_open(PACKS_SOFT, PACKS_HARD);
    all.is_named = access_scope(run->city, run->actor).kind != SCOPE_NOTHING;
    all.counting.actor = all.is_named ? run->actor : &the_counter;
    bool done = open_pair(packs, &all, changes, fault) && open_whole(packs, &all, changes, fault) &&
                fleet_take(&all.counting, &all.fleet, fault);
    if (done) {
        done = look_at_all(&all, fault) && redate(&all, fault) && write_all(json, &all, fault);
        fleet_give(all.fleet);
    }
    arena_close(packs);
    return done;
}

bool rules_rehearse_packs(const struct view_run *run, const struct rules_two *two,
                          struct json_writer *json, struct fault *fault)
{
    struct rehearsal all = {.run = run,
                            .counting = *run,
                            .is_named = true,
                            .whole = {two->before, two->after},
                            .pair = {.from = two->from, .today = run->today}};
    struct arena *packs = arena_open(PACKS_SOFT, PACKS_HARD);
    bool done = rules_side_open(packs, two->before, two->from, &all.pair.before, fault) &&
                rules_side_open(packs, two->after, two->from, &all.pair.after, fault) &&
                fleet_take(&all.counting, &all.fleet, fault);
    if (done) {
        done = look_at_all(&all, fault) && redate(&all, fault) && write_all(json, &all, fault);
        fleet_give(all.fleet);
    }
    arena_close(packs);
    return done;
}

static bool answer_set(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct catalog_set set;
    struct catalog_changes changes;
    struct pack_changes laid;
    if (!catalog_set_of(run->arena, run->store, run->id, &set, fault)) {
        return false;
    }
    if (!catalog_is_draft(&set, fault) ||
        !catalog_changes_of(run->arena, run->store, set.id, &changes, fault)) {
        return false;
    }
    civil_date from = set.from > run->today ? set.from : run->today;
    catalog_as_pack(run->arena, &changes, from, &laid);
    return rehearse(run, &laid, from, json, fault);
}

static bool answer_suppose(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct rules_suppose_query *query = run->query;
    civil_date from = query->from != CIVIL_DATE_NONE ? query->from : run->today;
    struct pack_change change = {.key = query->key, .from = from};
    const struct jvalue *members = NULL;
    if (!pack_kind_find(query->kind, &change.kind)) {
        return fault_refuse_field(fault, "kind", "没有这个类别", "there is no such kind");
    }
    if (!catalog_day_is_sound(from, run->today, fault) ||
        !json_read(run->arena, query->members, &members, fault)) {
        return false;
    }
    const struct jvalue *record =
        catalog_record_on(run->arena, city_pack(run->city), change.kind, query->key, from);
    if (members->kind != JVALUE_OBJECT || (record == NULL && change.kind != PACK_KIND_CALENDAR)) {
        return fault_refuse_field(fault, "key", "没有这条记录", "there is no such record");
    }
    change.record = record == NULL ? members : jvalue_merge(run->arena, record, members);
    struct pack_changes changes = {&change, 1, 0};
    return pack_change_is_sound(&change, fault) && rehearse(run, &changes, from, json, fault);
}

static const struct field suppose_fields[] = {
    FIELD(rules_suppose_query, kind, TEXT, .max = 20, .required = true, .zh = "类别", .en = "kind"),
    FIELD(rules_suppose_query, key, TEXT, .max = 80, .required = true, .zh = "编码", .en = "code"),
    FIELD(rules_suppose_query, members, TEXT, .max = 5000, .required = true, .zh = "改动的各项",
          .en = "members that become others"),
    FIELD(rules_suppose_query, from, DATE, .zh = "生效日期", .en = "effective from"),
};
static const struct field_table suppose_table = FIELD_TABLE(rules_suppose_query, suppose_fields);

static const struct view_kind views[] = {
    {"catalog.rehearsal", "/catalog/sets/{id}/rehearsal", NULL, ROLES_READ_RULES, 0,
     "预演：一份变更单对全部在办项目的影响（不保存）",
     "what a change set would do to all projects under way, nothing kept", answer_set},
    {"catalog.suppose", "/catalog/suppose", &suppose_table, ROLES_READ_RULES, 0,
     "预演：保存之前看一项变更的影响（不保存）",
     "what one change would do, before it is saved, nothing kept", answer_suppose},
};

const struct room rules_rehearsal_room = {.name = "rules_rehearsal", ROOM_VIEWS(views)};
