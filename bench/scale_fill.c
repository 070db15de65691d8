#include "scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/project/project.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "room/application/application_kinds.h"

#define EXAMPLES 4
#define QUARTERS 32 /* of a year, from 2019 on */
#define A_TRANSACTION 500
#define NODES_MAX 200
#define EARLIEST (fill->scale->today - 300)
#define NEAR 90 /* days: cases planned for about now may be open */

/* A plan of one example begun in one quarter; every project is one of them, shifted by some days.
 */
struct mould {
    struct planned plan;
    struct text nodes; /* JSON */
};

struct fill {
    struct scale *scale;
    struct store *store;
    struct ledger *ledger;
    struct fault fault;
    struct arena *arena; /* of one project */
    const struct jvalue *facts[EXAMPLES];
    struct mould moulds[EXAMPLES][QUARTERS];
    uint64_t chance;
    int64_t serials[64]; /* of cases by year - 2000 */
};

struct life {
    int64_t id;
    enum project_stage stage;
    const struct mould *mould;
    int32_t shift; /* days by which it begins later than its mould */
    struct text district;
    int64_t case_count; /* how many at most */
};

static const struct statement scale_case = {
    "scale_case",
    "insert into application(id, version, project, intake, number, year, serial, code, name, org,"
    " state, own, limit_days, limit_basis, notify_days, deliver_days, course, round, previous,"
    " first_submitted_on, submitted_on, opened_on, received_on, accepted_on, decided_on,"
    " delivered_on, closed_on, verified_on, last_on, handler, reminders, reminded_on, asked_on,"
    " completed_on, reasons, materials, ask_note, reply_note, reply_files, special_name,"
    " special_reason, special_on, special_noticed_on, special_ended_on, special_days, reason,"
    " basis, document, files, valid_until)"
    " values($1,5,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,'promised',5,10,$13,$14,0,$15,$15,$16,$16,$"
    "17,"
    "$18,$19,$20,null,$21,0,0,null,$22,null,'[]','[]','','','','','',$23,$23,null,$24,'','','','',"
    "null)"};
static const struct statement scale_person = {
    "scale_person", "insert into account_secret(account, login, name, password, failures, locks,"
                    " locked_until, changed_at) values($1,$2,$3,'',0,0,0,0)"};

double scale_seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

uint64_t scale_chance(uint64_t *state, uint64_t bound)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (*state >> 11) % bound;
}

void scale_must(bool fine, const struct fault *fault)
{
    if (!fine) {
        struct arena *arena = arena_open(1 << 16, 1 << 20);
        struct text sentence = fault_sentence(arena, fault, LANGUAGE_EN);
        fprintf(stderr, "bench_scale: %.*s %s\n", TEXT_ARG(sentence), fault->field);
        exit(1);
    }
}

int64_t scale_navigators(const struct scale *scale)
{
    return scale->projects / 500 + 1; /* some twenty living projects each */
}

static uint64_t chance(struct fill *fill, uint64_t bound)
{
    return scale_chance(&fill->chance, bound);
}

/* -- moulds -- */

static struct text file_text(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buffer out = buffer_open(arena, 1 << 16);
    char piece[4096];
    size_t len = 0;
    while (file != NULL && (len = fread(piece, 1, sizeof piece, file)) > 0) {
        buffer_add(&out, (struct text){piece, len});
    }
    if (file != NULL) {
        fclose(file);
    }
    return buffer_text(&out);
}

static void read_examples(struct fill *fill, const char *folder)
{
    struct arena *arena = fill->scale->arena;
    for (int i = 0; i < EXAMPLES; i++) {
        const char *path = text_format(arena, "%s/worked-p%d.json", folder, i + 1).at;
        const struct jvalue *whole = NULL;
        scale_must(json_read(arena, file_text(arena, path), &whole, &fill->fault), &fill->fault);
        fill->facts[i] = jvalue_get(whole, "facts");
    }
}

static const struct mould *mould_of(struct fill *fill, int example, int quarter)
{
    struct mould *mould = &fill->moulds[example][quarter];
    struct planning_result result;
    struct plan_options options = {
        .missing = RULE_MISSING_NEGATIVE,
        .basis = PLAN_PLANNING,
        .start =
            civil_date_from_parts((struct civil_parts){2019 + quarter / 4, 1 + quarter % 4 * 3, 5}),
    };
    if (mould->plan.count == 0) {
        scale_must(planning_compute(fill->scale->arena, city_pack(fill->scale->boot->city),
                                    fill->facts[example], &options, fill->scale->today, &result,
                                    &fill->fault),
                   &fill->fault);
        mould->plan = result.plan;
        mould->nodes = planned_nodes_json(fill->scale->arena, &mould->plan);
    }
    return mould;
}

/* -- events -- */

static int64_t append(struct fill *fill, const struct event_kind *kind, struct event_about about,
                      const void *body)
{
    int64_t seq = ledger_size(fill->ledger) + 1;
    struct ledger_entry entry = {
        .recorded_at = 1546300800000 + seq * 1000,
        .happened_on = about.happened_on,
        .kind = text_of(kind->name),
        .subject_id = about.subject == 0 ? seq : about.subject,
        .project_id = about.project == -1 ? seq : about.project,
        .actor = TEXT("system"),
        .command_id = TEXT_NONE,
        .pack_version = city_version(fill->scale->boot->city),
        .body = field_json(fill->arena, kind->fields, body),
    };
    scale_must(ledger_append(fill->ledger, &entry, &fill->fault), &fill->fault);
    return seq;
}

static void record(struct fill *fill, const struct event_kind *kind, struct event_about about,
                   const void *body)
{
    struct event event = {.kind = kind,
                          .seq = about.subject,
                          .subject = about.subject,
                          .project = about.project,
                          .happened_on = about.happened_on,
                          .actor = TEXT("system"),
                          .body = body};
    scale_must(kind->record(fill->store, &event, &fill->fault), &fill->fault);
}

/* -- a project -- */

static const char *const places[] = {
    "马尾",   "长乐",   "闽侯", "连江", "罗源", "闽清",   "永泰", "福清", "滨海新城", "江阴港城",
    "软件园", "高新区", "青口", "金山", "快安", "南通镇", "荆溪", "白中", "云龙",     "鼓山"};
static const char *const makers[] = {
    "恒芯", "闽航", "海拓",   "中科远东", "瑞能", "星云", "正扬",   "东南先进", "华睿",   "博纳",
    "宏业", "天衡", "新大陆", "飞毛腿",   "永荣", "金纶", "景丰",   "长源",     "万华",   "旭光",
    "福光", "鸿图", "国泰",   "联众",     "合力", "昇腾", "京东方", "利莱",     "科立视", "百川"};
static const char *const goods[] = {
    "动力电池",     "新型显示面板", "海上风电整机",       "己内酰胺",       "光学镜头",
    "芯片封装测试", "锦纶纤维",     "智能网联汽车零部件", "生物医药中间体", "冷链仓储物流",
    "大数据中心",   "氢能装备",     "工业机器人",         "预制菜",         "高端数控机床",
    "功能性新材料", "医疗器械",     "跨境电商",           "储能系统",       "纺织化纤一体化"};
static const char *const ends[] = {"生产基地项目",       "研发及产业化项目", "二期扩建项目",
                                   "总部及制造中心项目", "产业园项目",       "智能工厂项目"};

#define PICK(list) list[chance(fill, COUNT_OF(list))]

static enum project_stage some_stage(struct fill *fill)
{
    static const enum project_stage alive[] = {
        STAGE_LEAD,      STAGE_LEAD,      STAGE_SCREENED,  STAGE_LISTED,    STAGE_HANDED_OVER,
        STAGE_ACCEPTED,  STAGE_SERVED,    STAGE_SERVED,    STAGE_UNDER_WAY, STAGE_UNDER_WAY,
        STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY,
        STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY, STAGE_UNDER_WAY};
    if (chance(fill, 10) == 0) {
        return PICK(alive);
    }
    uint64_t n = chance(fill, 100);
    return n < 76   ? STAGE_PRODUCTION
           : n < 84 ? STAGE_WITHDRAWN
           : n < 95 ? STAGE_REFUSED
                    : STAGE_DEFERRED;
}

/* Finished projects begin in all years, the later the more; those under way lately. */
static void begin_life(struct fill *fill, struct life *life)
{
    const struct pack_records *districts =
        &city_pack(fill->scale->boot->city)->lists[PACK_DISTRICTS];
    *life = (struct life){.stage = some_stage(fill)};
    bool is_finished = life->stage == STAGE_PRODUCTION || life->stage == STAGE_WITHDRAWN;
    uint64_t late = chance(fill, 26);
    uint64_t later = chance(fill, 26);
    int quarter = is_finished ? (int)(late > later ? late : later) : 29 + (int)chance(fill, 2);
    uint64_t place = chance(fill, districts->count);
    uint64_t other = chance(fill, districts->count);
    life->mould = mould_of(fill, (int)chance(fill, EXAMPLES), quarter);
    life->shift = (int32_t)chance(fill, 90);
    life->district = districts->items[place < other ? place : other].id;
    life->case_count = life->stage == STAGE_PRODUCTION  ? 56 + (int64_t)chance(fill, 8)
                       : life->stage == STAGE_UNDER_WAY ? NODES_MAX
                       : life->stage == STAGE_WITHDRAWN ? 15
                                                        : 0;
}

static void put_project(struct fill *fill, struct life *life)
{
    const struct pack_records *directions =
        &city_pack(fill->scale->boot->city)->lists[PACK_INDUSTRY_DIRECTIONS];
    int64_t serial = ledger_size(fill->ledger) + 1;
    civil_date day = life->mould->plan.start + life->shift - 120;
    civil_date latest = fill->scale->today - (civil_date)chance(fill, 30);
    day = day < latest ? day : latest;
    if (life->stage != STAGE_PRODUCTION && life->stage != STAGE_WITHDRAWN && day < EARLIEST) {
        day = EARLIEST + (civil_date)chance(fill, 60); /* the mechanism's limits began in 2025 */
    }
    int year = civil_date_parts(day).year;
    const char *maker = PICK(makers);
    struct project_registered body = {
        .number = text_format(fill->arena, "榕线%d-%04lld", year, (long long)serial),
        .year = year,
        .serial = serial,
        .name = text_format(fill->arena, "%s%s%s%s", PICK(places), maker, PICK(goods), PICK(ends)),
        .enterprise = text_format(fill->arena, "福建%s%s有限公司", maker, PICK(goods)),
        .direction = directions->items[chance(fill, directions->count)].id,
        .industry_class = TEXT_NONE,
        .industry_code = TEXT_NONE,
        .district = life->district,
        .investment =
            text_format(fill->arena, "%llu", (unsigned long long)chance(fill, 500000) + 5000),
        .land_mu = TEXT("80"),
        .source = TEXT("以商招商"),
        .reference = TEXT_NONE,
        .facts = TEXT("{}"),
    };
    life->id = append(fill, &project_registered_event, (struct event_about){0, -1, day}, &body);
    struct event_about about = {life->id, life->id, day};
    record(fill, &project_registered_event, about, &body);
    if (life->stage == STAGE_LEAD) {
        return;
    }
    bool is_listed = stage_rank(life->stage) >= 30;
    struct project_moved moved = {
        .stage = text_of(stage_code(life->stage)),
        .reason = TEXT_NONE,
        .until = life->stage == STAGE_DEFERRED ? day + 365 : CIVIL_DATE_NONE,
        .number = is_listed ? text_format(fill->arena, "榕联%d-%04lld", year, (long long)serial)
                            : TEXT_NONE,
        .serial = serial,
        .year = year,
    };
    about.happened_on = day + 20 < latest ? day + 20 : latest;
    record(fill, &project_moved_event, about, &moved);
    if (stage_rank(life->stage) >= 60) {
        struct project_served_by served = {
            .account = SCALE_NAVIGATORS_FIRST +
                       (int64_t)chance(fill, (uint64_t)scale_navigators(fill->scale)),
            .reason = TEXT_NONE};
        record(fill, &project_served_by_event, about, &served);
        fill->scale->made_live += stage_rank(life->stage) < 80;
    }
}

/* -- its plan -- */

static void put_plan(struct fill *fill, const struct life *life)
{
    struct planned plan = life->mould->plan;
    struct planned_node *nodes = arena_array(fill->arena, struct planned_node, plan.count);
    for (size_t i = 0; i < plan.count; i++) {
        nodes[i] = plan.nodes[i];
        nodes[i].earliest_start += life->shift;
        nodes[i].earliest_finish += life->shift;
        nodes[i].latest_start += life->shift;
        nodes[i].latest_finish += life->shift;
    }
    plan.nodes = nodes;
    struct calendar_day start;
    scale_must(calendar_next(city_calendar(fill->scale->boot->city), plan.start + life->shift,
                             &start, &fill->fault),
               &fill->fault);
    struct planning_plan_adopted body = {
        .number = 1,
        .basis = TEXT("planning"),
        .start = start.day,
        .production = plan.production + life->shift,
        .working_days = plan.working_days,
        .end_days = plan.end_days,
        .provisional_after = plan.provisional_after,
        .pack_version = city_version(fill->scale->boot->city),
        .facts_version = 1,
        .facts_digest = TEXT_NONE,
        .note = TEXT_NONE,
        .nodes = planned_nodes_json(fill->arena, &plan),
    };
    struct planning_plan_confirmed confirmed = {.number = 1, .note = TEXT_NONE};
    struct event_about about = {life->id, life->id, start.day - 10};
    record(fill, &planning_plan_adopted_event, about, &body);
    if (life->stage == STAGE_UNDER_WAY) {
        record(fill, &planning_plan_confirmed_event, about, &confirmed);
    }
}

/* -- its cases -- */

struct course {
    civil_date submitted, received, accepted, decided, delivered, asked, special;
    const char *state;
    char words[128];
};

static void note(struct course *course, char letter, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    size_t at = strlen(course->words);
    snprintf(course->words + at, sizeof course->words - at, "%s%c%s", at > 0 ? " " : "", letter,
             civil_date_write(day, text).at);
}

/* What has happened until today, of what would have happened. */
static void run_course(struct fill *fill, const struct planned_node *node, int32_t shift,
                       struct course *out)
{
    civil_date today = fill->scale->today;
    civil_date begin = node->earliest_start + shift;
    civil_date end = node->earliest_finish + shift + (civil_date)chance(fill, 12) - 6;
    *out =
        (struct course){.submitted = begin - 2 - (civil_date)chance(fill, 4), .state = "submitted"};
    out->received = out->accepted = out->decided = out->delivered = CIVIL_DATE_NONE;
    out->asked = out->special = CIVIL_DATE_NONE;
    end = end > begin ? end : begin;
    if (begin - 1 > today) {
        return;
    }
    out->received = begin - 1;
    out->state = "received";
    note(out, 'R', out->received);
    if (end >= today && chance(fill, 12) == 0) {
        out->asked = out->received;
        out->state = "supplement";
        note(out, 'S', out->asked);
        return;
    }
    if (begin > today) {
        return;
    }
    out->accepted = begin;
    out->state = "accepted";
    note(out, 'A', begin);
    if (end >= today && chance(fill, 12) == 0) {
        out->special = today - (civil_date)chance(fill, 5) > begin ? today - 1 : begin;
        out->state = "special";
        note(out, 'P', out->special);
        return;
    }
    if (end > today) {
        return;
    }
    out->decided = end;
    out->state = "granted";
    note(out, 'D', end);
    if (end + 9 < today) {
        out->delivered = end + 5;
        out->state = "delivered";
        note(out, 'V', out->delivered);
    }
}

static void put_case(struct fill *fill, const struct life *life, const struct planned_node *node,
                     const struct course *course, int64_t round)
{
    int year = civil_date_parts(course->submitted).year;
    int64_t serial = ++fill->serials[year - 2000];
    struct text name = city_item_name(fill->scale->boot->city, node->code, LANGUAGE_ZH);
    struct application_submitted body = {
        .number = text_format(fill->arena, "榕办%d-%05lld", year, (long long)serial),
        .code = node->code,
        .item_name = name,
        .org = node->org,
        .limit_basis = TEXT("promised"),
        .year = year,
        .serial = serial,
        .intake = life->id,
        .limit_days = node->days > 0 ? node->days : 5,
        .notify_days = 5,
        .deliver_days = 10,
        .round = round,
        .own = text_is(node->org, "enterprise"),
        .first_submitted_on = course->submitted,
    };
    int64_t id = append(fill, &application_submitted_event,
                        (struct event_about){0, life->id, course->submitted}, &body);
    civil_date last = course->delivered != CIVIL_DATE_NONE  ? course->delivered
                      : course->decided != CIVIL_DATE_NONE  ? course->decided
                      : course->accepted != CIVIL_DATE_NONE ? course->accepted
                                                            : course->submitted;
    scale_must(
        store_run(fill->store, &scale_case,
                  CELLS(cell_int(id), cell_int(life->id), cell_int(life->id),
                        cell_text(body.number), cell_int(year), cell_int(serial),
                        cell_text(node->code), cell_text(name), cell_text(node->org),
                        cell_text(text_of(course->state)), cell_bool(body.own),
                        cell_int(body.limit_days), cell_text(text_of(course->words)),
                        cell_int(round), cell_date(course->submitted), cell_date(course->received),
                        cell_date(course->accepted), cell_date(course->decided),
                        cell_date(course->delivered), cell_date(course->decided), cell_date(last),
                        cell_date(course->asked), cell_date(course->special),
                        cell_int(course->special == CIVIL_DATE_NONE ? 0 : 30)),
                  &fill->fault),
        &fill->fault);
    fill->scale->made_cases++;
    fill->scale->made_open += course->decided == CIVIL_DATE_NONE;
    struct project_party_joined party = {node->org};
    if (round == 1 && !body.own) {
        record(fill, &project_party_joined_event,
               (struct event_about){life->id, life->id, course->submitted}, &party);
    }
}

static void put_cases(struct fill *fill, const struct life *life)
{
    const struct planned *plan = &life->mould->plan;
    int64_t made = 0;
    for (int64_t round = 1; made < life->case_count && round <= 2; round++) {
        for (size_t i = 0; i < plan->count && made < life->case_count; i++) {
            struct course course;
            const struct planned_node *node = &plan->nodes[i];
            if (node->is_milestone || node->org.len == 0) {
                continue;
            }
            bool is_over = life->stage != STAGE_UNDER_WAY;
            int32_t shift = is_over && node->earliest_finish + life->shift + 40 > fill->scale->today
                                ? fill->scale->today - 40 - node->earliest_finish
                                : life->shift;
            civil_date away = node->earliest_finish + shift - fill->scale->today;
            if (!is_over && away > -NEAR && away < NEAR && chance(fill, 2) == 0) {
                shift = fill->scale->today - (int32_t)chance(fill, (uint64_t)node->days + 12) -
                        node->earliest_start;
            }
            run_course(fill, node, shift, &course);
            if (course.submitted > fill->scale->today) {
                continue;
            }
            put_case(fill, life, node, &course, round);
            made++;
        }
        if (life->stage == STAGE_UNDER_WAY) {
            break;
        }
    }
}

/* -- all -- */

static void begin(struct fill *fill)
{
    scale_must(store_begin_write(fill->store, &fill->fault) &&
                   ledger_begin(fill->ledger, &fill->fault),
               &fill->fault);
}

static void commit(struct fill *fill)
{
    scale_must(store_commit(fill->store, &fill->fault), &fill->fault);
    ledger_commit_done(fill->ledger);
}

static void put_people(struct fill *fill)
{
    begin(fill);
    for (int64_t i = 0; i < scale_navigators(fill->scale); i++) {
        int64_t account = SCALE_NAVIGATORS_FIRST + i;
        struct text login = text_format(fill->arena, "navigator-%lld", (long long)account);
        scale_must(store_run(fill->store, &scale_person,
                             CELLS(cell_int(account), cell_text(login), cell_text(TEXT("代办员"))),
                             &fill->fault),
                   &fill->fault);
    }
    commit(fill);
}

void scale_fill(struct scale *scale, const char *facts)
{
    struct fill *fill = arena_new(scale->arena, struct fill);
    fill->scale = scale;
    fill->store = scale->boot->store;
    fill->ledger = scale->boot->ledger;
    fill->arena = arena_open((size_t)8 << 20, (size_t)256 << 20);
    fill->chance = 20261125;
    double begun = scale_seconds();
    read_examples(fill, facts);
    put_people(fill);
    for (int64_t done = 0; done < scale->projects;) {
        begin(fill);
        for (int i = 0; i < A_TRANSACTION && done < scale->projects; i++, done++) {
            struct life life;
            arena_reset(fill->arena);
            begin_life(fill, &life);
            put_project(fill, &life);
            if (life.stage == STAGE_SERVED || life.stage == STAGE_UNDER_WAY) {
                put_plan(fill, &life);
            }
            put_cases(fill, &life);
        }
        commit(fill);
        if (done % 20000 == 0) {
            fprintf(stderr, "%lld projects, %lld cases, %.0f s\n", (long long)done,
                    (long long)scale->made_cases, scale_seconds() - begun);
        }
    }
    arena_close(fill->arena);
    scale->fill_seconds = scale_seconds() - begun;
}
