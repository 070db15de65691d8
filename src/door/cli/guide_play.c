#include "door/cli/guide_play.h"

#include "base/json_write.h"
#include "door/cli/plan_request.h"
#include "pack/implied.h"
#include "pack/questionnaire.h"

struct table {
    struct cli *cli;
    const struct pack *pack;
    const struct fact_space *space;
    struct questionnaire of;
    const struct jvalue *truth;
    struct facts *facts;  /* answered, and what followed */
    uint8_t *unsure;      /* by field */
    uint32_t implied;     /* how many followed */
    uint32_t **screens;   /* questions of each */
    uint32_t *on_screens; /* how many */
    uint32_t screen_count;
    uint32_t asked;
    struct arena *arena; /* of one step */
    struct arena *scratch;
};

static bool answer(struct table *table, uint32_t field, struct fault *fault)
{
    static const struct jvalue no = {.kind = JVALUE_BOOL, .truth = false};
    static const struct jvalue zero = {.kind = JVALUE_INT, .integer = 0};
    static const struct jvalue none = {.kind = JVALUE_ARRAY, .count = 0};
    const struct fact_field *of = fact_space_field(table->space, field);
    const struct jvalue *value =
        jvalue_get(table->truth, text_c_string(table->cli->arena, of->name));
    if (jvalue_is_null(value)) {
        value = of->type == FACT_BOOL                                 ? &no
                : of->type == FACT_NUMBER || of->type == FACT_INTEGER ? &zero
                : of->type == FACT_SET                                ? &none
                                                                      : NULL;
    }
    table->unsure[field] = value == NULL;
    return value == NULL || facts_set(table->facts, field, value, fault);
}

/* One screen; false when nothing is asked any more, or with the fault. */
static bool step(struct table *table, struct fault *fault)
{
    const struct guide *guide = guide_rules_guide(table->of.rules);
    uint32_t questions = guide_question_count(guide);
    int16_t *answers = arena_array(table->arena, int16_t, guide_rules_variables(table->of.rules));
    struct guide_known known = {table->facts, table->unsure};
    struct guide_view view;
    struct guide_choice choice;
    table->implied += pack_imply(table->pack, table->facts, NULL);
    guide_rules_answers(table->of.rules, table->arena, &known, answers);
    struct guide_run *run = guide_begin(table->arena, table->scratch, guide, GUIDE_STATES_QUICK);
    guide_look(run, answers, &view);
    if (!guide_next(run, &choice)) {
        return false;
    }
    uint32_t *screen = arena_array(table->cli->arena, uint32_t, questions);
    uint32_t count = guide_screen(run, choice.question, screen);
    for (uint32_t i = 0; i < count; i++) {
        if (!answer(table, guide_rules_field(table->of.rules, screen[i]), fault)) {
            return false;
        }
    }
    table->screens[table->screen_count] = screen;
    table->on_screens[table->screen_count++] = count;
    table->asked += count;
    return true;
}

static bool go_through(struct table *table)
{
    struct cli *cli = table->cli;
    uint32_t questions = guide_question_count(guide_rules_guide(table->of.rules));
    struct fault fault = {.code = FAULT_NONE};
    bool goes_on = true;
    table->screens = arena_array(cli->arena, uint32_t *, questions);
    table->on_screens = arena_array(cli->arena, uint32_t, questions);
    while (goes_on) {
        table->arena = arena_open((size_t)16 << 20, (size_t)256 << 20);
        table->scratch = arena_open((size_t)16 << 20, (size_t)256 << 20);
        goes_on = step(table, &fault);
        arena_close(table->scratch);
        arena_close(table->arena);
    }
    cli->fault = fault;
    return fault.code == FAULT_NONE;
}

static struct text name_of(const struct table *table, uint32_t question)
{
    return fact_space_field(table->space, guide_rules_field(table->of.rules, question))->name;
}

static bool print_json(struct table *table)
{
    struct buffer out = buffer_open(table->cli->arena, 1 << 12);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "screens", table->screen_count);
    json_member_int(&json, "questions", table->asked);
    json_member_int(&json, "implied", table->implied);
    json_name(&json, "asked");
    json_array(&json);
    for (uint32_t i = 0; i < table->screen_count; i++) {
        json_array(&json);
        for (uint32_t j = 0; j < table->on_screens[i]; j++) {
            json_text(&json, name_of(table, table->screens[i][j]));
        }
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    buffer_add(&out, TEXT("\n"));
    return cli_print(table->cli, buffer_text(&out));
}

static bool print_words(struct table *table)
{
    struct buffer out = buffer_open(table->cli->arena, 1 << 12);
    for (uint32_t i = 0; i < table->screen_count; i++) {
        buffer_addf(&out, "%3u ", i + 1);
        for (uint32_t j = 0; j < table->on_screens[i]; j++) {
            buffer_addf(&out, " %.*s", TEXT_ARG(name_of(table, table->screens[i][j])));
        }
        buffer_add(&out, TEXT("\n"));
    }
    buffer_addf(&out,
                table->cli->language == LANGUAGE_EN
                    ? "%u screens, %u questions; %u facts followed unasked\n"
                    : "%u 屏，%u 题；%u 项信息由已知推出，不用问\n",
                table->screen_count, table->asked, table->implied);
    return cli_print(table->cli, buffer_text(&out));
}

bool guide_play(struct cli *cli, const struct guide_play *play, bool as_json)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct table table = {.cli = cli};
    struct text content, name;
    civil_date on = CIVIL_DATE_NONE;
    if ((!text_is_empty(play->on) && !cli_read_date(cli, play->on, &on)) ||
        !cli_read_file(cli, play->facts, &content) ||
        !plan_desk_facts(cli->arena, content, &table.truth, &name, &cli->fault) ||
        !pack_load(cli->arena, cli_pack_directory(cli, play->pack), &options, &table.pack,
                   &cli->fault)) {
        return false;
    }
    table.space = table.pack->spaces[PACK_SPACE_FACTS];
    table.facts = facts_new(cli->arena, table.space);
    table.unsure = arena_array(cli->arena, uint8_t, fact_space_count(table.space));
    on = on != CIVIL_DATE_NONE ? on : table.pack->as_of;
    return questionnaire_open(cli->arena, table.pack, on, &table.of, &cli->fault) &&
           go_through(&table) && (as_json ? print_json(&table) : print_words(&table));
}
