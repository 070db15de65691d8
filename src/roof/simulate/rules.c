#include "app/city.h"
#include "board/odd_use.h"
#include "flow/flow.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/simulate/world.h"

/* Which rule fired how often. A trigger fired when what it does led to an entry of its own, or held
 * the act back; a rung
 * of the ladder when somebody was told by it; a chore when it found something; an odd use of the
 * clock when the supervisor's page shows it. */

/* A follow function has no context; one year is played at a time. */
static struct rule_book *the_book;

static void add(struct rule_book *book, const char *kind, struct text name)
{
    book->rules.items[book->rules.count++] =
        (struct simulate_count){text_of(kind), text_copy(book->arena, name), 0};
}

static void add_all(struct rule_book *book, const char *kind, const struct pack_records *records,
                    civil_date on)
{
    for (uint32_t i = 0; i < records->count; i++) {
        if (pack_in_force(&records->items[i], on)) {
            add(book, kind, records->items[i].id);
        }
    }
}

void rules_open(struct rule_book *book, struct arena *arena, const struct boot *boot, int year)
{
    const struct pack *pack = boot->pack;
    const struct house *house = register_house(boot->registry);
    civil_date last = civil_date_from_parts((struct civil_parts){year, 12, 31});
    *book = (struct rule_book){.ledger = boot->ledger, .arena = arena};
    book->rules.items = arena_array(arena, struct simulate_count, 2048);
    add_all(book, "trigger", &pack->lists[PACK_TRIGGERS], last);
    add_all(book, "ladder", &pack->lists[PACK_LADDER], last);
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->command_count; i++) {
            const struct command_kind *kind = &house->rooms[r]->commands[i];
            if ((kind->flags & COMMAND_CHORE) != 0) {
                add(book, "chore", text_of(kind->name));
            }
        }
    }
    add_all(book, "odd_use", &pack->lists[PACK_ODD_USES], last);
    the_book = book;
}

static struct simulate_count *find(struct rule_book *book, const char *kind, struct text name)
{
    for (size_t i = 0; i < book->rules.count; i++) {
        if (text_is(book->rules.items[i].kind, kind) &&
            text_equal(book->rules.items[i].name, name)) {
            return &book->rules.items[i];
        }
    }
    return NULL;
}

/* -- triggers -- */

/* Numbers only grow within a command: what stands at this one or above was undone with the command
 * before. */
static void forget_undone(struct rule_book *book, int64_t seq)
{
    size_t kept = 0;
    for (size_t i = 0; i < book->pending_count; i++) {
        if (book->pending[i].seq < seq) {
            book->pending[kept++] = book->pending[i];
        }
    }
    book->pending_count = kept;
}

static void note(struct rule_book *book, int64_t seq, struct text trigger)
{
    const struct simulate_count *rule = find(book, "trigger", trigger);
    if (rule != NULL) { /* published in the year: not in the book */
        ensure(book->pending_count < COUNT_OF(book->pending));
        book->pending[book->pending_count].seq = seq;
        book->pending[book->pending_count++].rule = (size_t)(rule - book->rules.items);
    }
}

/* It held the act back: nothing of it stands in the ledger. */
static void count_held(struct rule_book *book, struct text trigger)
{
    struct simulate_count *rule = find(book, "trigger", trigger);
    if (rule != NULL) {
        rule->times++;
    }
}

bool rules_follow(struct command_run *run, const struct event *event, const struct jvalue *body,
                  struct fault *fault)
{
    struct rule_book *book = the_book;
    const struct pack_records *triggers = &city_pack(run->city)->lists[PACK_TRIGGERS];
    const struct flow_step step = {.run = run, .event = event, .body = body};
    forget_undone(book, event->seq);
    for (uint32_t i = 0; i < triggers->count; i++) {
        struct pack_records one = *triggers;
        one.items = &triggers->items[i];
        one.count = 1;
        int64_t before = ledger_size(run->ledger);
        bool followed = flow_follow_by(&one, the_flow_actions, &step, fault);
        if (!followed && !fault_is_failure(fault->code)) {
            count_held(book, triggers->items[i].id);
        }
        if (!followed) {
            return false;
        }
        if (ledger_size(run->ledger) > before) {
            note(book, event->seq, triggers->items[i].id);
        }
    }
    return true;
}

void rules_settle(struct rule_book *book)
{
    forget_undone(book, ledger_size(book->ledger) + 1);
    for (size_t i = 0; i < book->pending_count; i++) {
        book->rules.items[book->pending[i].rule].times++;
    }
    book->pending_count = 0;
}

void rules_count_chore(struct rule_book *book, const struct command_kind *kind)
{
    struct simulate_count *rule = find(book, "chore", text_of(kind->name));
    ensure(rule != NULL);
    rule->times++;
    rules_settle(book);
}

/* -- what is read at the end -- */

static bool read_ladder(struct world *world, struct fault *fault)
{
    static const struct statement told = {"simulate_told", "select rule, sent from notice_rule"};
    struct store_rows rows;
    if (!store_query(world->boot->store, &told, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct simulate_count *rule =
            find(world->book, "ladder", store_text(world->day_arena, &rows, 0));
        if (rule != NULL) {
            rule->times = store_int(&rows, 1);
        }
    }
    return store_done(&rows, fault);
}

/* As the supervisor sees it on his page. */
static bool read_odd_use(struct world *world, struct fault *fault)
{
    struct arena *arena = world->day_arena;
    struct actor supervisor = world_named(world, "supervisor");
    const struct jvalue *answer = NULL;
    struct buffer buffer = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    struct view_run run = {.arena = arena,
                           .store = world->boot->store,
                           .city = world->boot->city,
                           .vault = world->boot->vault,
                           .actor = &supervisor,
                           .query = arena_alloc(arena, odd_use_table.size),
                           .now = world->instant,
                           .today = world->day};
    const struct jvalue *none = NULL;
    if (!json_read(arena, TEXT("{}"), &none, fault) ||
        !field_read(arena, &odd_use_table, none, (void *)run.query, fault) ||
        !odd_use_answer(&run, &json, fault) ||
        !json_read(arena, buffer_text(&buffer), &answer, fault)) {
        return false;
    }
    const struct jvalue *found = jvalue_get(answer, "rules");
    for (uint32_t i = 0; found != NULL && i < found->count; i++) {
        struct text id = jvalue_text(jvalue_get(&found->items[i], "id"), TEXT_NONE);
        struct simulate_count *rule = find(world->book, "odd_use", id);
        if (rule != NULL) {
            rule->times = jvalue_int(jvalue_get(&found->items[i], "found"), 0);
        }
    }
    return true;
}

bool rules_read(struct world *world, struct fault *fault)
{
    return read_odd_use(world, fault) && read_ladder(world, fault);
}
