#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/project/project_store.h"
#include "ledger/format.h"
#include "pack/pack.h"
#include "room/planning/planning_json.h"
#include "scale_inside.h"

#define EARLIEST (fill->scale->today - 300)

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
        ensure(mould->plan.count <= NODES_MAX);
        for (size_t i = 0; i < mould->plan.count; i++) {
            const struct planned_node *node = &mould->plan.nodes[i];
            mould->after[i] = text_list_json(fill->scale->arena, node->after);
            mould->lagged[i] = text_list_json(fill->scale->arena, node->lagged);
        }
    }
    return mould;
}

/* -- events -- */

static struct text hash_text(struct fill *fill, const struct ledger_hash *hash)
{
    return text_copy(fill->arena, (struct text){(const char *)hash->bytes, LEDGER_HASH_SIZE});
}

int64_t scale_append(struct fill *fill, const struct event_kind *kind, struct event_about about,
                     const void *body)
{
    int64_t seq = fill->tree.size + 1;
    struct tree_tiles tiles = {.count = 0};
    struct ledger_entry entry = {
        .seq = seq,
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
    entry.leaf = format_leaf(fill->sm3, &entry);
    tree_push(fill->sm3, &fill->tree, &entry.leaf, &tiles);
    scale_put(fill->batch, SCALE_EVENT,
              CELLS(cell_int(seq), cell_int(entry.recorded_at), cell_date(entry.happened_on),
                    cell_text(entry.kind), cell_int(entry.subject_id), cell_int(entry.project_id),
                    cell_text(entry.actor), cell_text(entry.command_id),
                    cell_text(entry.pack_version), cell_text(entry.body),
                    cell_bytes(hash_text(fill, &entry.leaf))));
    for (int i = 0; i < tiles.count; i++) {
        scale_put(fill->batch, SCALE_TILE,
                  CELLS(cell_int(tiles.items[i].level), cell_int(tiles.items[i].place),
                        cell_bytes(hash_text(fill, &tiles.items[i].hash))));
    }
    return seq;
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

struct gram_list {
    struct text items[GRAMS_OF_PROJECT];
    size_t count;
};

static void put_gram(struct fill *fill, int64_t project, struct gram_list *list, struct text gram,
                     bool in_name)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i], gram)) {
            return;
        }
    }
    gram = text_copy(fill->arena, gram);
    list->items[list->count++] = gram;
    scale_put(fill->batch, SCALE_GRAM,
              CELLS(cell_text(gram), cell_int(project), in_name ? cell_int(1) : cell_null()));
}

/* Of both names together: a gram stands once for a project. */
static void put_initials(struct fill *fill, int64_t project, struct gram_list *list,
                         struct text text)
{
    struct suggest_name name = suggest_name(fill->arena, text);
    for (uint32_t at = 0; at < name.count; at++) {
        struct initials place;
        initials_of(&name, at, &place);
        for (size_t i = 0; place.len >= 2 && i < place.count; i++) {
            struct text gram = {place.items[i].bytes, place.len};
            if (text_list_has((struct text_list){list->items, list->count}, gram) ||
                list->count == GRAMS_OF_PROJECT) {
                continue;
            }
            gram = text_copy(fill->arena, gram);
            list->items[list->count++] = gram;
            scale_put(fill->batch, SCALE_INITIAL, CELLS(cell_text(gram), cell_int(project)));
        }
    }
}

static void put_grams(struct fill *fill, int64_t project, const struct project_registered *body,
                      struct text listed)
{
    struct text texts[] = {body->name, body->enterprise, body->number, listed};
    struct gram_list list = {.count = 0};
    struct grams grams;
    grams_of(body->name, &grams);
    for (size_t i = 0; i < grams.count; i++) {
        put_gram(fill, project, &list, grams.items[i], true);
    }
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (size_t at = 0; at < texts[i].len;) {
            struct search_gram gram;
            at = search_gram(texts[i], at, &gram);
            put_gram(fill, project, &list, (struct text){gram.bytes, gram.len}, false);
        }
    }
    list.count = 0;
    put_initials(fill, project, &list, body->name);
    put_initials(fill, project, &list, body->enterprise);
}

/* When it was registered: some months before its plan begins, never in the future. */
static civil_date registered_on(struct fill *fill, const struct life *life, civil_date latest)
{
    civil_date day = life->mould->plan.start + life->shift - 120;
    day = day < latest ? day : latest;
    if (life->stage != STAGE_PRODUCTION && life->stage != STAGE_WITHDRAWN && day < EARLIEST) {
        day = EARLIEST + (civil_date)chance(fill, 60); /* the mechanism's limits began in 2025 */
    }
    return day;
}

static struct project_registered registered(struct fill *fill, const struct life *life,
                                            civil_date day)
{
    const struct pack_records *directions =
        &city_pack(fill->scale->boot->city)->lists[PACK_INDUSTRY_DIRECTIONS];
    int64_t serial = fill->tree.size + 1;
    int year = civil_date_parts(day).year;
    const char *maker = PICK(makers);
    return (struct project_registered){
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
}

static void put_project(struct fill *fill, struct life *life)
{
    civil_date latest = fill->scale->today - (civil_date)chance(fill, 30);
    civil_date day = registered_on(fill, life, latest);
    struct project_registered body = registered(fill, life, day);
    bool is_listed = stage_rank(life->stage) >= 30;
    bool is_lead = life->stage == STAGE_LEAD;
    struct text listed = is_listed ? text_format(fill->arena, "榕联%d-%04lld", (int)body.year,
                                                 (long long)body.serial)
                                   : TEXT_NONE;
    civil_date since = is_lead ? day : day + 20 < latest ? day + 20 : latest;
    bool is_served = stage_rank(life->stage) >= 60;
    int64_t navigator = is_served
                            ? SCALE_NAVIGATORS_FIRST +
                                  (int64_t)chance(fill, (uint64_t)scale_navigators(fill->scale))
                            : 0;
    life->id =
        scale_append(fill, &project_registered_event, (struct event_about){0, -1, day}, &body);
    scale_put(fill->batch, SCALE_PROJECT,
              CELLS(cell_int(life->id), cell_int(1 + !is_lead + is_served),
                    cell_text(is_listed ? listed : body.number), cell_int(body.year),
                    cell_int(body.serial), cell_int(is_listed ? body.year : 0),
                    cell_int(is_listed ? body.serial : 0), cell_text(body.name),
                    cell_text(body.enterprise), cell_text(body.industry_class),
                    cell_text(body.direction), cell_text(body.industry_code),
                    cell_text(body.district), cell_text(body.investment),
                    cell_int(money_hundredths(body.investment)), cell_text(body.land_mu),
                    cell_text(body.source), cell_text(body.reference), cell_text(body.facts),
                    cell_text(text_of(stage_code(life->stage))), cell_int(stage_rank(life->stage)),
                    cell_date(since),
                    cell_date(life->stage == STAGE_DEFERRED ? day + 365 : CIVIL_DATE_NONE),
                    cell_int(navigator), cell_date(day), cell_int(0)));
    put_grams(fill, life->id, &body, listed);
    fill->scale->made_live += is_served && stage_rank(life->stage) < 80;
}

/* -- its plan -- */

static void put_node(struct fill *fill, const struct life *life, size_t i)
{
    const struct planned_node *node = &life->mould->plan.nodes[i];
    scale_put(fill->batch, SCALE_NODE,
              CELLS(cell_int(life->id), cell_int(1), cell_int((int64_t)i), cell_text(node->code),
                    cell_text(node->is_milestone ? TEXT("milestone") : TEXT("item")),
                    cell_text(node->stage), cell_text(node->org), cell_int(node->days),
                    cell_int(node->lag_days), cell_date(node->earliest_start + life->shift),
                    cell_date(node->earliest_finish + life->shift),
                    cell_date(node->latest_start + life->shift),
                    cell_date(node->latest_finish + life->shift), cell_int(node->float_days),
                    cell_bool(node->is_critical), cell_text(life->mould->after[i]),
                    cell_text(life->mould->lagged[i]), cell_text(TEXT_NONE)));
}

static void put_plan(struct fill *fill, const struct life *life)
{
    const struct planned *plan = &life->mould->plan;
    struct calendar_day start;
    bool is_confirmed = life->stage == STAGE_UNDER_WAY;
    scale_must(calendar_next(city_calendar(fill->scale->boot->city), plan->start + life->shift,
                             &start, &fill->fault),
               &fill->fault);
    scale_put(fill->batch, SCALE_PLAN,
              CELLS(cell_int(life->id), cell_int(1),
                    cell_text(is_confirmed ? TEXT("confirmed") : TEXT("proposed")),
                    cell_date(start.day - 10), cell_text(TEXT("system")),
                    cell_text(TEXT("planning")), cell_date(start.day),
                    cell_date(plan->production + life->shift), cell_int(plan->working_days),
                    cell_int(plan->end_days), cell_bool(false), cell_date(plan->provisional_after),
                    cell_text(city_version(fill->scale->boot->city)), cell_int(1),
                    cell_text(TEXT_NONE), cell_text(TEXT_NONE), cell_text(TEXT_NONE),
                    cell_date(is_confirmed ? start.day - 10 : CIVIL_DATE_NONE), cell_null(),
                    cell_text(TEXT_NONE)));
    for (size_t i = 0; i < plan->count; i++) {
        put_node(fill, life, i);
    }
}

/* -- all -- */

static void begin(struct scale *scale, struct fault *fault)
{
    scale_must(store_begin_write(scale->boot->store, fault) &&
                   ledger_begin(scale->boot->ledger, fault),
               fault);
}

static void put_people(struct scale *scale, struct fault *fault)
{
    begin(scale, fault);
    for (int64_t i = 0; i < scale_navigators(scale); i++) {
        int64_t account = SCALE_NAVIGATORS_FIRST + i;
        char login[40];
        snprintf(login, sizeof login, "navigator-%lld", (long long)account);
        scale_must(store_run(scale->boot->store, &scale_person,
                             CELLS(cell_int(account), cell_text(text_of(login)),
                                   cell_text(TEXT("代办员"))),
                             fault),
                   fault);
    }
    scale_must(store_commit(scale->boot->store, fault), fault);
    ledger_commit_done(scale->boot->ledger);
}

/* The last number given in each year. */
static void put_years(struct fill *fill)
{
    for (size_t i = 0; i < COUNT_OF(fill->serials); i++) {
        if (fill->serials[i] > 0) {
            scale_put(fill->batch, SCALE_YEAR,
                      CELLS(cell_int(2000 + (int64_t)i), cell_int(fill->serials[i])));
        }
    }
}

static void put_all(struct fill *fill, struct scale_loader *loader, double begun)
{
    struct scale *scale = fill->scale;
    for (int64_t done = 0; done < scale->projects;) {
        fill->batch = scale_loader_next(loader);
        fill->arena = fill->batch->arena;
        while (done < scale->projects && !scale_is_full(fill->batch)) {
            struct life life;
            begin_life(fill, &life);
            put_project(fill, &life);
            if (life.stage == STAGE_SERVED || life.stage == STAGE_UNDER_WAY) {
                put_plan(fill, &life);
            }
            scale_put_cases(fill, &life);
            if (++done % 50000 == 0) {
                fprintf(stderr, "%lld projects, %lld cases, %.0f s\n", (long long)done,
                        (long long)scale->made_cases, scale_seconds() - begun);
            }
        }
        if (done == scale->projects) {
            put_years(fill);
        }
        scale_loader_give(loader, fill->batch);
    }
}

void scale_fill(struct scale *scale, const char *facts)
{
    struct fill *fill = arena_new(scale->arena, struct fill);
    struct store *store = scale->boot->store;
    double begun = scale_seconds();
    fill->scale = scale;
    fill->sm3 = sm3_open();
    fill->chance = 20261125;
    fill->names = name_table_open(scale->arena, NAMES_MAX);
    read_examples(fill, facts);
    put_people(scale, &fill->fault);
    scale_must(store_grow(store, scale->projects * CASES_AND_SELF, &fill->fault), &fill->fault);
    ledger_mark(scale->boot->ledger, &fill->tree);
    struct scale_loader *loader = scale_loader_open(scale);
    put_all(fill, loader, begun);
    scale_loader_close(loader);
    sm3_close(fill->sm3);
    ledger_forget(scale->boot->ledger);
    begin(scale, &fill->fault);
    scale_must(store_commit(store, &fill->fault), &fill->fault);
    ledger_commit_done(scale->boot->ledger);
    scale->fill_seconds = scale_seconds() - begun;
}
