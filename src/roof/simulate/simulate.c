#include "roof/simulate/simulate.h"

#include "app/city.h"
#include "app/identity/password.h"
#include "app/register.h"
#include "base/json_write.h"
#include "engine/calendar/calendar.h"
#include "engine/level/chance.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/chores.h"
#include "roof/simulate/world.h"

/* -- chance and days -- */

uint64_t world_draw(const struct world *world, const char *what, uint64_t of, uint64_t which)
{
    uint64_t state = world->options->seed ^ text_hash(text_of(what));
    state = chance_draw(&state) ^ of;
    state = chance_draw(&state) ^ which;
    return chance_draw(&state);
}

int world_between(const struct world *world, const char *what, uint64_t of, int low, int high)
{
    return low + (int)(world_draw(world, what, of, 1) % (uint64_t)(high - low + 1));
}

#define YEARS 3 /* that days are counted in: the simulated one in the middle */

static int64_t clamped(const struct world *world, civil_date day)
{
    int64_t at = (int64_t)day - world->first;
    return at < 0 ? 0 : at >= YEARS * 365 ? YEARS * 365 - 1 : at;
}

int64_t world_ordinal(const struct world *world, civil_date day)
{
    return world->ordinals[clamped(world, day)];
}

static void count_days(struct world *world, int year)
{
    const struct calendar *calendar = city_calendar(world->boot->city);
    int32_t count = 0;
    world->first = civil_date_from_parts((struct civil_parts){year - 1, 1, 1});
    world->ordinals = arena_array(world->arena, int32_t, YEARS * 365);
    for (int i = 0; i < YEARS * 365; i++) {
        count += calendar_is_working_day(calendar, world->first + i);
        world->ordinals[i] = count;
    }
}

civil_date world_later(const struct world *world, int64_t working_days)
{
    struct calendar_day day;
    struct fault fault = {.code = FAULT_NONE};
    bool counted =
        calendar_add(city_calendar(world->boot->city), world->day, working_days, &day, &fault);
    ensure(counted);
    return day.day;
}

struct venture *world_venture(struct world *world, int64_t project)
{
    size_t low = 0;
    size_t high = world->venture_count; /* they came in the order of their ids */
    while (low < high) {
        size_t middle = (low + high) / 2;
        int64_t id = world->ventures[middle].id;
        if (id == project) {
            return &world->ventures[middle];
        }
        if (id == 0 || id > project) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

/* -- what was tried already -- */

static size_t place_of(const struct world *world, uint64_t key)
{
    size_t at = key & (REMEMBERED_MAX - 1);
    while (world->remembered[at] != 0 && world->remembered[at] != key) {
        at = (at + 1) & (REMEMBERED_MAX - 1);
    }
    return at;
}

bool world_remembers(const struct world *world, uint64_t key)
{
    return world->remembered[place_of(world, key)] == key;
}

void world_remember(struct world *world, uint64_t key)
{
    size_t at = place_of(world, key);
    world->remembered_count += world->remembered[at] == 0;
    ensure(world->remembered_count < REMEMBERED_MAX / 2);
    world->remembered[at] = key;
}

#define TRIED_AGAIN_AFTER 5 /* working days, at most */

uint64_t world_refused_key(const struct world *world, uint64_t key)
{
    return world_draw(world, "refused", key, (uint64_t)(world->ordinal / TRIED_AGAIN_AFTER)) | 1;
}

/* -- a day -- */

#define DAY_MS ((int64_t)86400000)
#define HOUR_MS ((int64_t)3600000)
#define CHORES_AT 6 /* o'clock */
#define WORK_AT 9
#define WAVES 4 /* a day: what one did in the morning another may take up after noon */

static int64_t instant_at(const struct world *world, int64_t hour)
{
    int offset = city_utc_offset_minutes(world->boot->city);
    return (int64_t)world->day * DAY_MS + hour * HOUR_MS - (int64_t)offset * 60000;
}

/* Lists are settled before anything reads them (the ladder, which stands behind the other chores,
 * what a new calendar moves) instead of with each commit. */
static bool settle(struct world *world, struct fault *fault)
{
    struct boot *boot = world->boot;
    if (world->settled == ledger_size(boot->ledger)) {
        return true;
    }
    if (!store_begin_write(boot->store, fault)) {
        return false;
    }
    if (!ledger_lock(boot->store, fault) ||
        !standing_settle(&boot->standing, boot->store, world->settled, world->instant, fault)) {
        store_rollback(boot->store);
        return false;
    }
    world->settled = ledger_size(boot->ledger);
    return store_commit(boot->store, fault);
}

static bool do_lists(struct world *world, struct fault *fault)
{
    struct boot *boot = world->boot;
    int64_t settled = 0;
    world->listed_on = world->day;
    return settle(world, fault) &&
           standing_catch_up(&boot->standing, boot->store, world->day, &settled, fault);
}

static void begins(void *context, const struct command_kind *kind)
{
    struct world *world = context;
    bool reads_lists = kind == register_command(world->boot->registry, TEXT("ladder.climb"));
    bool is_first = reads_lists && world->is_working && world->listed_on != world->day;
    if (reads_lists && world->chore_fault.code == FAULT_NONE) {
        (void)!(is_first ? do_lists(world, &world->chore_fault)
                         : settle(world, &world->chore_fault));
    }
}

static void found(void *context, const struct command_kind *kind, int64_t size)
{
    struct world *world = context;
    (void)size;
    rules_count_chore(world->book, kind);
}

/* What happens by itself; as often as something is found. */
static bool do_chores(struct world *world, struct fault *fault)
{
    int64_t size = -1;
    for (int turn = 0; turn < 50 && ledger_size(world->boot->ledger) != size; turn++) {
        struct chores chores = {
            .boot = world->boot, .begins = begins, .committed = found, .context = world};
        size = ledger_size(world->boot->ledger);
        world->instant += 1000;
        chores_do(&chores, world->instant);
    }
    *fault = world->chore_fault;
    return fault->code == FAULT_NONE;
}

static bool work(struct world *world, struct fault *fault)
{
    world->instant = instant_at(world, WORK_AT);
    if (!world_arrive(world, fault) || !world_advance(world, fault)) {
        return false;
    }
    size_t done = 1;
    for (int wave = 0; wave < WAVES && done > 0; wave++) {
        if (!world_act(world, &done, fault)) {
            return false;
        }
    }
    return true;
}

/* -- a change of the calendar in the middle of the year -- */

#define CALENDAR_CHANGES 110 /* the working day on which it is published */
#define DAY_OFF_AHEAD 12     /* working days from then to the new day off */

static struct text changed_year(struct world *world)
{
    struct text year = text_format(world->day_arena, "%d", world->options->year);
    const struct jvalue *years = jvalue_get(world->boot->pack->files[PACK_FILE_CALENDAR], "years");
    const struct jvalue *off = jvalue_get(jvalue_get(years, year.at), "off");
    struct buffer buffer = buffer_open(world->day_arena, 2048);
    struct json_writer json = json_writer_open(&buffer);
    if (off == NULL) {
        return TEXT_NONE; /* not published yet: nothing to change */
    }
    json_object(&json);
    json_member_text(&json, "kind", TEXT("calendar"));
    json_member_text(&json, "key", year);
    json_member_text(&json, "source", TEXT("放假调休通知（模拟）"));
    json_name(&json, "members");
    json_object(&json);
    json_name(&json, "off");
    json_array(&json);
    civil_date fresh = world_later(world, DAY_OFF_AHEAD);
    bool is_written = false;
    for (uint32_t i = 0; i < off->count; i++) {
        civil_date day = CIVIL_DATE_NONE;
        if (!is_written && civil_date_parse(off->items[i].text, &day) && day > fresh) {
            json_date(&json, fresh);
            is_written = true;
        }
        json_value(&json, &off->items[i]);
    }
    json_end(&json);
    json_end(&json);
    json_end(&json);
    return is_written ? buffer_text(&buffer) : TEXT_NONE;
}

static bool change_calendar(struct world *world, struct fault *fault)
{
    int64_t set = 0;
    struct deed open = {.command = "catalog.open",
                        .actor = world_named(world, "rules"),
                        .fields =
                            TEXT("{\"title\":\"临时放假\",\"reason\":\"放假调休通知（模拟）\"}")};
    struct text year = changed_year(world);
    if (year.len == 0) {
        return true;
    }
    if (!world_must(world, &open, &set, fault)) {
        return false;
    }
    struct deed put = {
        .command = "catalog.put", .actor = world_named(world, "rules"), .id = set, .fields = year};
    char from[CIVIL_DATE_TEXT_SIZE];
    struct deed publish = {.command = "catalog.publish",
                           .actor = world_named(world, "leader"),
                           .id = set,
                           .fields = text_format(world->day_arena, "{\"from\":\"%s\"}",
                                                 civil_date_write(world->day + 1, from).at)};
    return world_must(world, &put, NULL, fault) && settle(world, fault) &&
           world_must(world, &publish, NULL, fault);
}

/* -- the year -- */

static bool live_day(struct world *world, struct fault *fault)
{
    world->is_working = calendar_is_working_day(city_calendar(world->boot->city), world->day);
    arena_reset(world->day_arena);
    world->ordinal = world_ordinal(world, world->day);
    world->instant = instant_at(world, CHORES_AT);
    if (!do_chores(world, fault) || !world->is_working) {
        return fault->code == FAULT_NONE;
    }
    return work(world, fault) &&
           (world->day != world->calendar_changes_on || change_calendar(world, fault));
}

static void begin_year(struct world *world)
{
    civil_date first = civil_date_from_parts((struct civil_parts){world->options->year, 1, 1});
    count_days(world, world->options->year);
    world->day = first;
    world->instant = instant_at(world, 0);
    world->calendar_changes_on = world_later(world, CALENDAR_CHANGES);
}

static bool live(struct world *world, struct fault *fault)
{
    civil_date last = civil_date_from_parts((struct civil_parts){world->options->year, 12, 31});
    begin_year(world);
    if (!world_looks_open(world->boot->store, fault) || !world_open_ventures(world, fault) ||
        !world_open_staff(world, fault)) {
        return false;
    }
    for (; world->day <= last; world->day++) {
        if (!live_day(world, fault)) {
            return false;
        }
    }
    world->day = last;
    return do_lists(world, fault) && rules_read(world, fault) &&
           world_looks_close(world->boot->store, fault);
}

/* -- the report -- */

static bool read_entries(struct world *world, struct fault *fault)
{
    static const struct statement kinds = {
        "simulate_kinds", "select kind, count(*) from ledger_event group by kind order by kind"};
    struct simulate_counts *entries = &world->report->entries;
    struct store_rows rows;
    uint32_t capacity = 0;
    if (!store_query(world->boot->store, &kinds, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (entries->count == capacity) {
            entries->items =
                arena_grown(world->arena, entries->items, &capacity, sizeof *entries->items);
        }
        entries->items[entries->count++] = (struct simulate_count){
            TEXT_NONE, store_text(world->arena, &rows, 0), store_int(&rows, 1)};
    }
    return store_done(&rows, fault);
}

static bool end_report(struct world *world, struct fault *fault)
{
    struct boot *boot = world->boot;
    struct ledger_signer signer = signer_for_ledger(boot->signer);
    world->report->rules = world->book->rules;
    world->report->size = ledger_size(boot->ledger);
    world->report->root = ledger_root(boot->ledger);
    world->report->password = world->password;
    return read_entries(world, fault) &&
           ledger_sign_head(boot->ledger, &signer, world->instant, NULL, fault);
}

/* -- opening and closing -- */

static const struct statement any_account = {"simulate_any_account",
                                             "select count(*) from account"};

static bool is_new(struct boot *boot, struct fault *fault)
{
    int64_t count = 0;
    return store_query_int(boot->store, &any_account, NO_CELLS, &count, fault) &&
           (count == 0 || fault_raise(fault, FAULT_ALREADY_SET_UP, TEXT_NONE,
                                      FAULT_ARGS(store_path_shown(boot->arena, boot->database))));
}

static bool open_world(struct world *world, struct fault *fault)
{
    world->people = arena_array(world->arena, struct person, PEOPLE_MAX);
    world->memory = arena_open((size_t)64 << 20, (size_t)256 << 20);
    world->remembered = arena_array(world->memory, uint64_t, REMEMBERED_MAX);
    world->day_arena = arena_open((size_t)256 << 20, (size_t)1 << 30);
    for (size_t i = 0; i < DEEDS_MAX; i++) {
        world->desks[i] = arena_open((size_t)16 << 20, (size_t)256 << 20);
    }
    world->report->refused.items = arena_array(world->arena, struct simulate_count, 512);
    world->password = password_random(world->arena, 12);
    rules_open(world->book, world->arena, world->boot, world->options->year);
    return password_hash(world->password, world->hash, fault);
}

static void close_world(struct world *world)
{
    for (size_t i = 0; i < DEEDS_MAX && world->desks[i] != NULL; i++) {
        arena_close(world->desks[i]);
    }
    if (world->day_arena != NULL) {
        arena_close(world->day_arena);
    }
    if (world->memory != NULL) {
        arena_close(world->memory);
    }
    boot_close(world->boot);
}

bool simulate(struct arena *arena, const struct simulate_options *options,
              struct simulate_report *out, struct fault *fault)
{
    int64_t began = boot_now(NULL);
    struct boot_options booting = {.database = options->database,
                                   .home = options->home,
                                   .pack = options->pack,
                                   .with_signer = true,
                                   .follow = rules_follow,
                                   .is_lazy = true,
                                   .settles_later = true};
    struct world *world = arena_new(arena, struct world);
    *out = (struct simulate_report){0};
    world->arena = arena;
    world->options = options;
    world->report = out;
    world->book = arena_new(arena, struct rule_book);
    bool done = boot_open(&booting, &world->boot, fault) && is_new(world->boot, fault) &&
                open_world(world, fault) && live(world, fault) && end_report(world, fault);
    close_world(world);
    out->milliseconds = boot_now(NULL) - began;
    return done;
}
