#include "door/cli/cli_guide.h"

#include "base/json_write.h"
#include "door/cli/cli_common.h"
#include "door/cli/guide_play.h"
#include "engine/guide/guide_read.h"

/* Places of the tree that are remembered. */
#define PLACES_MAX 100000u
/* Rounds of chance where the tree is too large. */
#define ROUNDS 100

struct answer {
    struct guide_expectation expected;
    bool is_exact;
    uint32_t estimate; /* where it is not */
    bool has_question;
    struct text question;
};

static bool study(struct cli *cli, const struct jvalue *problem, struct answer *out)
{
    struct guide *guide = NULL;
    struct guide_view view;
    struct guide_choice first;
    if (!guide_read(cli->arena, problem, &guide, &cli->fault)) {
        return false;
    }
    struct arena *scratch = arena_open((size_t)1 << 30, (size_t)1 << 34);
    struct guide_run *run = guide_begin(cli->arena, scratch, guide, GUIDE_STATES_STUDY);
    uint32_t questions = guide_question_count(guide);
    int16_t *answers = arena_array(cli->arena, int16_t, questions);
    for (uint32_t i = 0; i < questions; i++) {
        answers[i] = GUIDE_OPEN;
    }
    guide_look(run, answers, &view);
    out->has_question = guide_next(run, &first);
    out->question = out->has_question ? guide_read_name(problem, first.question) : TEXT_NONE;
    out->is_exact = guide_expect(run, PLACES_MAX, &out->expected);
    if (!out->is_exact) {
        struct arena *arena = arena_open((size_t)1 << 30, (size_t)1 << 34);
        run = guide_begin(arena, scratch, guide, GUIDE_STATES_QUICK);
        guide_look(run, answers, &view);
        out->estimate = guide_guess(run, ROUNDS);
        arena_close(arena);
    }
    arena_close(scratch);
    return true;
}

static bool print_json(struct cli *cli, const struct answer *answer)
{
    struct buffer out = buffer_open(cli->arena, 1 << 10);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_name(&json, "expected_questions");
    if (answer->is_exact) {
        json_real(&json, answer->expected.questions);
    } else {
        json_null(&json);
        json_member_int(&json, "estimated_questions", answer->estimate);
    }
    json_member_text_or_null(&json, "first_question", answer->question);
    json_member_bool(&json, "is_optimal", answer->is_exact && answer->expected.is_optimal);
    json_end(&json);
    buffer_add(&out, TEXT("\n"));
    return cli_print(cli, buffer_text(&out));
}

static bool print_words(struct cli *cli, const struct answer *answer)
{
    struct buffer out = buffer_open(cli->arena, 1 << 10);
    bool is_english = cli->language == LANGUAGE_EN;
    if (answer->is_exact) {
        buffer_addf(&out, is_english ? "expected questions %.6f\n" : "预计提问 %.6f 个\n",
                    answer->expected.questions);
    } else {
        buffer_addf(&out,
                    is_english ? "too large; about %u questions, an estimate\n"
                               : "题目过大；预估约提问 %u 个\n",
                    answer->estimate);
    }
    if (answer->has_question) {
        buffer_addf(&out, is_english ? "first %.*s\n" : "先问 %.*s\n", TEXT_ARG(answer->question));
    }
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct text path = TEXT_NONE, as_json = TEXT_NONE, content;
    struct guide_play play = {TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {{"--problem", true, &path},
                                     {"--json", false, &as_json},
                                     {"--facts", true, &play.facts},
                                     {"--pack", true, &play.pack},
                                     {"--on", true, &play.on}};
    const struct jvalue *problem = NULL;
    struct answer answer;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 1 || text_is_empty(path) == text_is_empty(play.facts)) {
        return cli_wrong(cli, cli_guide.usage, argc != 1 ? text_of(argv[1]) : TEXT_NONE);
    }
    if (!text_is_empty(play.facts)) {
        return guide_play(cli, &play, !text_is_empty(as_json));
    }
    return cli_read_file(cli, path, &content) &&
           json_read(cli->arena, content, &problem, &cli->fault) && study(cli, problem, &answer) &&
           (text_is_empty(as_json) ? print_words(cli, &answer) : print_json(cli, &answer));
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_guide = {
    .name = "guide",
    .usage =
        "guide --problem FILE.json [--json] | --facts FILE.json [--pack DIR] [--on DATE] [--json]",
    .summary = "how many questions are asked before everything is decided, and which first",
    .run = run,
};
