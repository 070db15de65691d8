#include "door/cli/cli_ask.h"

#include "base/json_write.h"
#include "door/cli/cli_common.h"
#include "pack/gleaning.h"
#include "pack/passages.h"

#define MOST_DEFAULT 5
#define MOST_MAX 50

struct words {
    struct text pack, question, most, json, on;
};

struct found {
    const struct pack *pack;
    struct pack_passages passages;
    struct retrieve_answer answer;
    struct glean_facts facts;
};

static bool search(struct cli *cli, const struct words *words, struct found *out)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    int64_t most = MOST_DEFAULT;
    civil_date on = CIVIL_DATE_NONE;
    if (!text_is_empty(words->most) &&
        (!text_to_int(words->most, &most) || most < 1 || most > MOST_MAX)) {
        return cli_wrong(cli, "--most is a whole number from 1 to 50", words->most);
    }
    if (!text_is_empty(words->on) && !cli_read_date(cli, words->on, &on)) {
        return false;
    }
    if (!pack_load(cli->arena, cli_pack_directory(cli, words->pack), &options, &out->pack,
                   &cli->fault)) {
        return false;
    }
    on = on != CIVIL_DATE_NONE ? on : out->pack->as_of;
    pack_passages(cli->arena, out->pack, on, &out->passages);
    const struct retrieve_index *index =
        retrieve_open(cli->arena, out->passages.items, out->passages.count, &out->passages.words);
    out->answer = retrieve_ask(cli->arena, index, words->question, (uint32_t)most);
    struct glean_words said;
    pack_gleaning(cli->arena, out->pack, &said);
    out->facts = glean(cli->arena, &said, words->question);
    return true;
}

static struct text source_of(const struct found *found, uint32_t passage)
{
    const struct jvalue *raw = found->passages.records[passage]->raw;
    return jvalue_text(jvalue_get(raw, "source"), TEXT_NONE);
}

static void write_facts(struct json_writer *json, const struct found *found)
{
    json_name(json, "facts");
    json_array(json);
    for (uint32_t i = 0; i < found->facts.count; i++) {
        const struct glean_fact *fact = &found->facts.items[i];
        json_object(json);
        json_member_text(json, "field", pack_glean_field(found->pack, fact->field));
        json_member_bool(json, "is_sure", fact->is_sure);
        json_name(json, "said");
        json_array(json);
        for (size_t j = 0; j < fact->values.count; j++) {
            pack_glean_value(json, found->pack, fact->field, fact->values.items[j]);
        }
        json_end(json);
        json_member_text(json, "words", fact->words);
        json_end(json);
    }
    json_end(json);
}

static bool print_json(struct cli *cli, const struct found *found)
{
    struct buffer out = buffer_open(cli->arena, 1 << 12);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_name(&json, "found");
    json_array(&json);
    for (uint32_t i = 0; i < found->answer.count; i++) {
        uint32_t at = found->answer.hits[i].passage;
        const struct pack_record *record = found->passages.records[at];
        json_object(&json);
        json_member_text(&json, "kind", found->passages.items[at].kind);
        json_member_text(&json, "id", record->id);
        json_member_text(&json, "name", record->name);
        json_member_bool(&json, "in_force", found->passages.is_in_force[at]);
        json_name(&json, "score");
        json_real(&json, found->answer.hits[i].score);
        json_member_text_or_null(&json, "source", source_of(found, at));
        json_end(&json);
    }
    json_end(&json);
    write_facts(&json, found);
    json_end(&json);
    buffer_add(&out, TEXT("\n"));
    return cli_print(cli, buffer_text(&out));
}

static bool print_words(struct cli *cli, const struct found *found)
{
    struct buffer out = buffer_open(cli->arena, 1 << 12);
    for (uint32_t i = 0; i < found->answer.count; i++) {
        uint32_t at = found->answer.hits[i].passage;
        const struct pack_record *record = found->passages.records[at];
        bool has_ended = !found->passages.is_in_force[at];
        buffer_addf(&out, "%-7.*s %-20.*s %.*s%s\n", TEXT_ARG(found->passages.items[at].kind),
                    TEXT_ARG(record->id), TEXT_ARG(record->name),
                    !has_ended                     ? ""
                    : cli->language == LANGUAGE_ZH ? "（不在有效期内）"
                                                   : " (not in force)");
    }
    if (found->answer.count == 0) {
        buffer_add(&out, cli->language == LANGUAGE_ZH
                             ? TEXT("没有找到。请换个说法，或到咨询台登记。\n")
                             : TEXT("Nothing was found. Put it "
                                    "differently, or ask the desk.\n"));
    }
    for (uint32_t i = 0; i < found->facts.count; i++) {
        const struct glean_fact *fact = &found->facts.items[i];
        struct text field = pack_glean_field(found->pack, fact->field);
        buffer_addf(&out, "%s%.*s =", i == 0 ? "\n" : "", TEXT_ARG(field));
        for (size_t j = 0; j < fact->values.count; j++) {
            buffer_addf(&out, "%s %.*s", j == 0 ? "" : " |", TEXT_ARG(fact->values.items[j]));
        }
        buffer_addf(&out, "%s “%.*s”\n", fact->is_sure ? "" : " ?", TEXT_ARG(fact->words));
    }
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {{"--pack", true, &words.pack},
                                     {"--most", true, &words.most},
                                     {"--on", true, &words.on},
                                     {"--json", false, &words.json}};
    struct found found;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2) {
        return cli_wrong(cli, cli_ask.usage, TEXT_NONE);
    }
    words.question = text_of(argv[1]);
    if (!text_is_utf8(words.question)) {
        return fault_raise(&cli->fault, FAULT_TEXT_NOT_UTF8, TEXT_NONE, FAULT_NO_ARGS);
    }
    return search(cli, &words, &found) &&
           (text_is_empty(words.json) ? print_words(cli, &found) : print_json(cli, &found));
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_ask = {
    .name = "ask",
    .usage = "ask QUESTION [--pack DIR] [--on DATE] [--most N] [--json]",
    .summary = "which items, bundles, policies and parks answer a question in one's own words",
    .run = run,
};
