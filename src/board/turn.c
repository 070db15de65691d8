#include "board/turn.h"

#include "pack/pack.h"

static const char *const party_codes[TURN_PARTY_COUNT] = {
    "nobody", "enterprise", "navigator", "department", "promotion", "centre", "district", "leader"};

const char *turn_party_code(enum turn_party party)
{
    ensure(party < TURN_PARTY_COUNT);
    return party_codes[party];
}

/* What is awaited at a stage; `limit` NULL: no limit of its own. */
struct stage_turn {
    enum turn_party party;
    const char *limit;
    const char *zh;
    const char *en;
};

static const struct stage_turn stage_turns[STAGE_COUNT] = {
    [STAGE_LEAD] = {TURN_PROMOTION, "lead_screen", "筛查线索", "screen the lead"},
    [STAGE_SCREENED] = {TURN_PROMOTION, "lead_screen", "决定是否纳入服务清单",
                        "decide on the service list"},
    [STAGE_LISTED] = {TURN_PROMOTION, NULL, "移交服务中心", "hand over to the service centre"},
    [STAGE_HANDED_OVER] = {TURN_CENTRE, "handover_acknowledge", "签收移交",
                           "acknowledge the hand-over"},
    [STAGE_ACCEPTED] = {TURN_CENTRE, "navigator_appoint", "指派代办员", "appoint a navigator"},
    [STAGE_SERVED] = {TURN_NAVIGATOR, "plan_compile", "拟定审批方案", "draw up the approval plan"},
    [STAGE_UNDER_WAY] = {TURN_NAVIGATOR, NULL, "推进审批事项", "carry the approvals on"},
    [STAGE_PRODUCTION] = {TURN_NOBODY, NULL, "已投产", "in production"},
    [STAGE_REFUSED] = {TURN_NOBODY, NULL, "未予纳入", "not admitted"},
    [STAGE_DEFERRED] = {TURN_PROMOTION, "lead_defer_review", "复查暂缓的线索",
                        "look at the deferred lead again"},
    [STAGE_WITHDRAWN] = {TURN_NOBODY, NULL, "已退出", "withdrawn"},
};

static const struct stage_turn confirming = {TURN_ENTERPRISE, "plan_confirm", "确认审批方案",
                                             "confirm the approval plan"};
static const struct stage_turn revising = {TURN_NAVIGATOR, "plan_compile", "按企业意见修改审批方案",
                                           "revise the plan by the enterprise's objection"};

/* The plan speaks first where plans are made. */
static const struct stage_turn *awaited(const struct turn_asked *asked)
{
    enum project_stage stage = asked->project->stage;
    if (stage == STAGE_SERVED || stage == STAGE_UNDER_WAY) {
        if (asked->plan == TURN_PLAN_PROPOSED) {
            return &confirming;
        }
        if (asked->plan == TURN_PLAN_OBJECTED) {
            return &revising;
        }
    }
    return &stage_turns[stage];
}

static struct text unit_of_district(const struct city *city, struct text district,
                                    const char *which)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_DISTRICTS, district, CIVIL_DATE_NONE);
    return record == NULL ? TEXT_NONE : jvalue_text(jvalue_get(record->raw, which), TEXT_NONE);
}

/* The city's own service centre, for what the city coordinates. */
static struct text centre_of_city(const struct city *city)
{
    const struct pack_records *units = &city_pack(city)->lists[PACK_UNITS];
    for (uint32_t i = 0; i < units->count; i++) {
        const struct jvalue *raw = units->items[i].raw;
        if (text_is(jvalue_text(jvalue_get(raw, "function"), TEXT_NONE), "service_centre") &&
            text_equal(jvalue_text(jvalue_get(raw, "district_code"), TEXT_NONE), city_code(city))) {
            return units->items[i].id;
        }
    }
    return TEXT_NONE;
}

static void set_who(const struct city *city, const struct turn_asked *asked, struct turn *turn)
{
    bool is_zh = asked->language == LANGUAGE_ZH;
    const struct project *project = asked->project;
    switch (turn->party) {
    case TURN_PROMOTION:
        turn->org = unit_of_district(city, project->district, "promotion_org");
        break;
    case TURN_CENTRE:
        turn->org = project->city_coordinates
                        ? centre_of_city(city)
                        : unit_of_district(city, project->district, "service_centre_org");
        break;
    case TURN_ENTERPRISE:
        turn->name = project->enterprise.len > 0 ? project->enterprise
                     : is_zh                     ? TEXT("企业")
                                                 : TEXT("the enterprise");
        break;
    case TURN_NAVIGATOR:
        turn->name = asked->navigator_name.len > 0 ? asked->navigator_name
                     : is_zh                       ? TEXT("代办员")
                                                   : TEXT("the navigator");
        break;
    default: turn->name = is_zh ? TEXT("无需办理") : TEXT("nobody"); break;
    }
    if (turn->org.len > 0) {
        turn->name = city_org_name(city, turn->org, asked->language);
    } else if (turn->name.len == 0) {
        turn->name = turn->party == TURN_CENTRE
                         ? (is_zh ? TEXT("行政服务中心") : TEXT("service centre"))
                         : (is_zh ? TEXT("招商部门") : TEXT("promotion"));
    }
}

void turn_set_until(const struct city *city, struct turn *turn, civil_date until, civil_date today)
{
    turn->until = until;
    turn->overdue_days =
        until != CIVIL_DATE_NONE && today > until ? city_working_days(city, until, today) : 0;
}

void turn_set_limit(const struct city *city, struct turn *turn, int working_days, civil_date today)
{
    struct city_due due = city_due(city, turn->since, working_days);
    turn->is_provisional = due.is_provisional;
    turn_set_until(city, turn, due.day, today);
}

struct turn turn_of_project(const struct city *city, const struct turn_asked *asked)
{
    const struct stage_turn *stage = awaited(asked);
    bool is_plan = stage == &confirming || stage == &revising;
    struct turn turn = {
        .party = stage->party,
        .org = TEXT_NONE,
        .name = TEXT_NONE,
        .act_zh = stage->zh,
        .act_en = stage->en,
        .since = is_plan ? asked->plan_since : asked->project->stage_since,
        .until = CIVIL_DATE_NONE,
    };
    set_who(city, asked, &turn);
    if (asked->project->stage == STAGE_DEFERRED && asked->project->stage_until != CIVIL_DATE_NONE) {
        turn_set_until(city, &turn, asked->project->stage_until, asked->today);
    } else if (stage->limit != NULL) {
        turn_set_limit(city, &turn, city_limit(city, stage->limit, turn.since), asked->today);
    }
    return turn;
}

void turn_write(struct json_writer *json, const struct turn *turn, enum language language)
{
    json_object(json);
    json_member_text(json, "party", text_of(turn_party_code(turn->party)));
    json_member_text_or_null(json, "org", turn->org);
    json_member_text(json, "name", turn->name);
    json_member_text(json, "act", text_of(language == LANGUAGE_ZH ? turn->act_zh : turn->act_en));
    json_member_date(json, "since", turn->since);
    json_member_date(json, "until", turn->until);
    json_member_int(json, "overdue_days", turn->overdue_days);
    json_member_bool(json, "provisional", turn->is_provisional);
    json_end(json);
}
