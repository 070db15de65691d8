#include "flow/match_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "pack/policy_crowd.h"
#include "room/matching/matching.h"
#include "room/profile/profile.h"

#define NAMES_MOST 3

/* One enterprise, matched anew. */
struct meeting_point {
    struct command_run *run;
    struct project project;
    struct policy_matched matched;
    struct matching_rows kept;
    struct matching_tolds told;
};

/* -- what changed -- */

static struct matching_row row_of(struct arena *arena, const struct policy_matched *matched,
                                  uint32_t at)
{
    enum policy_group group = policy_group_of(matched, at);
    const struct policy_near *near = &matched->nears[at];
    const struct policy_amount *amount =
        group == POLICY_NEAR ? &near->amount : &matched->amounts[at];
    const struct benefit_money *money = &amount->total.money;
    bool has_money = amount->benefits.count > 0;
    struct text gap = TEXT_NONE;
    if (group == POLICY_NEAR) {
        const struct match_change *change = &near->change.changes[0];
        gap = text_format(arena, "%.*s %.*s/%.*s",
                          TEXT_ARG(fact_space_field(matched->facts->space, change->field)->name),
                          TEXT_ARG(change->gap.value), TEXT_ARG(change->gap.threshold));
    }
    return (struct matching_row){.policy = matched->policies.items[at].record->id,
                                 .group = text_of(policy_group_code(group)),
                                 .from = has_money ? money->from : 0,
                                 .to = has_money ? money->to : 0,
                                 .is_open = has_money && money->is_open,
                                 .gap = gap};
}

static bool is_same(const struct matching_row *a, const struct matching_row *b)
{
    return text_equal(a->group, b->group) && a->from == b->from && a->to == b->to &&
           a->is_open == b->is_open && text_equal(a->gap, b->gap);
}

static void write_row(struct json_writer *json, const struct matching_row *row)
{
    json_object(json);
    json_member_text(json, "policy", row->policy);
    json_member_text(json, "group", row->group);
    if (!text_is(row->group, "not_met")) {
        json_member_int(json, "from", row->from);
        json_member_int(json, "to", row->to);
        json_member_bool(json, "open", row->is_open);
        json_member_text(json, "gap", row->gap);
    }
    json_end(json);
}

static bool has_policy(const struct policies *policies, struct text id)
{
    for (uint32_t i = 0; i < policies->count; i++) {
        if (text_equal(policies->items[i].record->id, id)) {
            return true;
        }
    }
    return false;
}

/* Rows that differ from what is kept, and those of policies that are no more. */
static size_t write_changes(struct meeting_point *at, struct json_writer *json)
{
    const struct policies *policies = &at->matched.policies;
    size_t count = 0;
    json_array(json);
    for (uint32_t i = 0; i < policies->count; i++) {
        struct matching_row row = row_of(at->run->arena, &at->matched, i);
        const struct matching_row *kept = matching_find(&at->kept, row.policy);
        bool is_kept =
            text_is(row.group, "not_met") ? kept == NULL : kept != NULL && is_same(kept, &row);
        if (!is_kept) {
            write_row(json, &row);
            count++;
        }
    }
    for (size_t i = 0; i < at->kept.count; i++) {
        if (!has_policy(policies, at->kept.items[i].policy)) {
            struct matching_row gone = {.policy = at->kept.items[i].policy,
                                        .group = TEXT("not_met")};
            write_row(json, &gone);
            count++;
        }
    }
    json_end(json);
    return count;
}

/* -- what is told -- */

static civil_date closes_on(const struct policy *policy)
{
    civil_date day = CIVIL_DATE_NONE;
    return policy->valid_to.len > 0 && civil_date_parse(policy->valid_to, &day) ? day
                                                                                : CIVIL_DATE_NONE;
}

static bool is_closing(const struct command_run *run, const struct policy *policy)
{
    civil_date day = closes_on(policy);
    return day != CIVIL_DATE_NONE && day >= run->today &&
           city_working_days(run->city, run->today, day) <=
               city_limit(run->city, "policy_closing", run->today);
}

/* Whether that is so of the policy today: only of one that may be promised. */
static bool holds(const struct meeting_point *at, uint32_t policy, const char *what)
{
    const struct policy *one = &at->matched.policies.items[policy];
    enum policy_group group = policy_group_of(&at->matched, policy);
    if (!one->is_promisable) {
        return false;
    }
    if (text_is(TEXT("near"), what)) {
        return group == POLICY_NEAR;
    }
    return group == POLICY_MET && (text_is(TEXT("met"), what) || is_closing(at->run, one));
}

/* "《技改补助》（设备投资 1820/2000 万元，预估 300 万元）" */
static void add_name(struct meeting_point *at, struct buffer *out, uint32_t policy, bool is_near)
{
    struct arena *arena = at->run->arena;
    const struct policy_near *near = &at->matched.nears[policy];
    const struct policy_amount *amount = is_near ? &near->amount : &at->matched.amounts[policy];
    struct text money =
        amount->benefits.count == 0 ? TEXT_NONE : policy_money_text(arena, &amount->total.money);
    buffer_addf(out, "《%.*s》", TEXT_ARG(at->matched.policies.items[policy].record->name));
    if (is_near) {
        const struct match_change *change = &near->change.changes[0];
        struct text field = fact_space_field(at->matched.facts->space, change->field)->name;
        const struct pack_record *words =
            pack_find(city_pack(at->run->city), PACK_PROFILE_FIELDS, field, CIVIL_DATE_NONE);
        buffer_addf(out, "(%.*s %.*s/%.*s)", TEXT_ARG(words == NULL ? field : words->name),
                    TEXT_ARG(change->gap.value), TEXT_ARG(change->gap.threshold));
    }
    if (money.len > 0) {
        buffer_addf(out, "[预估 %.*s 万元]", TEXT_ARG(money));
    }
}

static struct text law_of(struct arena *arena, const struct policy *policy, uint32_t count)
{
    struct text number =
        jvalue_text(jvalue_get(policy->record->raw, "document_number"), policy->record->name);
    return count > 1 ? text_format(arena, "%.*s等%u项", TEXT_ARG(number), (unsigned)count) : number;
}

static bool tell(struct meeting_point *at, const char *what, struct fault *fault)
{
    struct command_run *run = at->run;
    struct buffer list = buffer_open(run->arena, 256);
    struct buffer name = buffer_open(run->arena, 256);
    struct json_writer json = json_writer_open(&list);
    struct matching_found body = {.what = text_of(what), .by = CIVIL_DATE_NONE};
    bool is_closing_kind = text_is(TEXT("closing"), what);
    uint32_t count = 0;
    uint32_t first = 0;
    json_array(&json);
    for (uint32_t i = 0; i < at->matched.policies.count; i++) {
        const struct policy *policy = &at->matched.policies.items[i];
        struct matching_told one = {policy->record->id, body.what,
                                    is_closing_kind ? policy->valid_to : TEXT_NONE};
        if (!holds(at, i, what) || matching_was_told(&at->told, &one)) {
            continue;
        }
        json_object(&json);
        json_member_text(&json, "policy", one.policy);
        json_member_text(&json, "by", one.by);
        json_end(&json);
        first = count == 0 ? i : first;
        if (count < NAMES_MOST) {
            add_name(at, &name, i, text_is(TEXT("near"), what));
        }
        civil_date day = closes_on(policy);
        body.by =
            day != CIVIL_DATE_NONE && (body.by == CIVIL_DATE_NONE || day < body.by) ? day : body.by;
        count++;
    }
    json_end(&json);
    if (count == 0) {
        return true;
    }
    if (count > NAMES_MOST) {
        buffer_addf(&name, "等%u项", (unsigned)count);
    }
    body.policies = buffer_text(&list);
    body.name = buffer_text(&name);
    body.law = law_of(run->arena, &at->matched.policies.items[first], count);
    body.by = body.by == CIVIL_DATE_NONE ? run->today : body.by;
    /* Its own thing: what is told of it is no repetition of what was told before. */
    struct event_about about = {0, at->project.id, run->today};
    return run_emit(run, &matching_found_event, about, &body, fault);
}

/* -- one enterprise -- */

static bool load_profile(struct command_run *run, const struct project *project,
                         struct policy_profile *out, struct fault *fault)
{
    struct profile profile;
    struct profile_desk desk = {run->arena, run->store, run->city};
    struct facts *facts = facts_new(run->arena, city_pack(run->city)->spaces[PACK_SPACE_POLICIES]);
    if (!profile_load(&desk, project, &profile, fault)) {
        return false;
    }
    *out = (struct policy_profile){facts, profile_object(run->arena, run->city, &profile)};
    return facts_read(facts, out->given, NULL, fault);
}

/* Keeps what differs from what is kept and tells what is new. */
static bool settle(struct meeting_point *at, struct fault *fault)
{
    static const char *const whats[] = {"met", "near", "closing"};
    struct command_run *run = at->run;
    int64_t project = at->project.id;
    struct buffer rows = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&rows);
    if (!matching_kept(run->arena, run->store, project, &at->kept, fault) ||
        !matching_told_of(run->arena, run->store, project, &at->told, fault)) {
        return false;
    }
    if (write_changes(at, &json) > 0) {
        struct matching_changed body = {buffer_text(&rows)};
        struct event_about about = {project, project, run->today};
        if (!run_emit(run, &matching_changed_event, about, &body, fault)) {
            return false;
        }
    }
    for (size_t i = 0; i < COUNT_OF(whats); i++) {
        if (!tell(at, whats[i], fault)) {
            return false;
        }
    }
    return true;
}

bool match_now(struct command_run *run, const struct project *project, struct policy_matched *out,
               struct fault *fault)
{
    struct policy_profile known;
    if (!load_profile(run, project, &known, fault)) {
        return false;
    }
    policy_match_all(run->arena, city_pack(run->city), &known, run->today, out);
    return true;
}

static bool match_project(struct command_run *run, const struct project *project,
                          struct fault *fault)
{
    struct meeting_point at = {.run = run, .project = *project};
    return match_now(run, project, &at.matched, fault) && settle(&at, fault);
}

/* Several at once, by the crowd engine. */
static bool match_projects(struct command_run *run, const struct project *projects, size_t count,
                           struct fault *fault)
{
    struct policy_crowd *crowd = policy_crowd_open(run->arena, city_pack(run->city), run->today);
    for (size_t i = 0; i < count; i++) {
        struct policy_profile known;
        if (!load_profile(run, &projects[i], &known, fault)) {
            return false;
        }
        (void)policy_crowd_add(crowd, &known);
    }
    policy_crowd_match(run->arena, crowd);
    for (uint32_t i = 0; i < count; i++) {
        struct meeting_point at = {.run = run, .project = projects[i]};
        policy_crowd_of(run->arena, crowd, i, &at.matched);
        if (!settle(&at, fault)) {
            return false;
        }
    }
    return true;
}

static bool follow_match(const struct flow_step *step, struct fault *fault)
{
    struct view_run view = flow_view(step->run);
    struct project project;
    if (step->event->project == 0) {
        return true;
    }
    if (!project_of_view(&view, step->event->project, &project, fault)) {
        return false;
    }
    return stage_rank(project.stage) < stage_rank(STAGE_ACCEPTED) ||
           match_project(step->run, &project, fault);
}

const struct flow_action flow_match_policies = {
    "match_policies", "将企业与全部政策重新匹配并告知新符合、只差一项的政策",
    "Matches the enterprise with all policies and tells it what is new", follow_match};

/* -- all of them -- */

/* Whether the day lies behind `after` and has come. */
static bool has_come(civil_date day, civil_date after, civil_date today)
{
    return day != CIVIL_DATE_NONE && day > after && day <= today;
}

/* The first day on which the window is about to close. */
static civil_date closing_from(const struct command_run *run, civil_date last)
{
    int days = city_limit(run->city, "policy_closing", run->today);
    struct calendar_day day;
    struct fault beyond = {.code = FAULT_NONE};
    return last != CIVIL_DATE_NONE &&
                   calendar_add(city_calendar(run->city), last, -(int64_t)days, &day, &beyond)
               ? day.day
               : CIVIL_DATE_NONE;
}

/* A day between the last pass and today on which a policy begins, has ended or is about to. */
static bool is_day(const struct command_run *run, civil_date last)
{
    const struct pack_records *all = &city_pack(run->city)->lists[PACK_POLICIES];
    for (uint32_t i = 0; i < all->count && last < run->today; i++) {
        const struct pack_record *one = &all->items[i];
        civil_date after = one->valid_to == CIVIL_DATE_NONE ? CIVIL_DATE_NONE : one->valid_to + 1;
        if (has_come(one->valid_from, last, run->today) || has_come(after, last, run->today) ||
            has_come(closing_from(run, one->valid_to), last, run->today)) {
            return true;
        }
    }
    return false;
}

static bool perform_pass(struct command_run *run, const void *fields, struct fault *fault)
{
    struct view_run view = flow_view(run);
    struct matching_pass pass;
    int64_t ids[MATCHING_AT_ONCE];
    struct project *projects = arena_array(run->arena, struct project, MATCHING_AT_ONCE);
    size_t count = 0;
    (void)fields;
    if (!matching_pass_load(run->arena, run->store, &pass, fault)) {
        return false;
    }
    bool is_new = !text_equal(pass.version, city_version(run->city)) ||
                  pass.day == CIVIL_DATE_NONE || is_day(run, pass.day);
    if (pass.is_done && !is_new) {
        return true;
    }
    if (!matching_next(run->store, is_new ? 0 : pass.through, ids, &count, fault) ||
        !projects_of_view(&view, ids, count, projects, fault)) {
        return false;
    }
    if (!match_projects(run, projects, count, fault)) {
        return false;
    }
    struct matching_passed body = {.version = city_version(run->city),
                                   .through = count > 0 ? ids[count - 1] : pass.through,
                                   .done = count < MATCHING_AT_ONCE};
    struct event_about about = {0, 0, run->today};
    return run_emit(run, &matching_passed_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"matching.pass", "POST", "/matching/pass", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "政策变化、生效或到期后重新匹配企业",
     "Match enterprises anew when policies change, begin or end", perform_pass},
};

const struct room match_flow_room = {.name = "match_flow", ROOM_COMMANDS(commands)};
