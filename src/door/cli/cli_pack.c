#include "door/cli/cli_pack.h"

#include "door/cli/cli_common.h"
#include "pack/living.h"
#include "pack/shape_words.h"

static void add_finding(struct buffer *out, const struct pack_finding *finding,
                        enum language language)
{
    buffer_add(out, finding->file);
    if (!text_is_empty(finding->record)) {
        buffer_addf(out, " %.*s", TEXT_ARG(finding->record));
    }
    if (!text_is_empty(finding->field)) {
        buffer_addf(out, " %.*s", TEXT_ARG(finding->field));
    }
    struct text what = language == LANGUAGE_ZH ? finding->zh : finding->en;
    buffer_addf(out, ": %.*s\n", TEXT_ARG(what));
}

/* False with a finding printed is no fault: the status says it. */
static bool check(struct cli *cli, struct text directory, int *status)
{
    struct pack_findings findings = pack_check(cli->arena, directory);
    struct buffer out = buffer_open(cli->arena, 4096);
    for (uint32_t i = 0; i < findings.count; i++) {
        add_finding(&out, &findings.items[i], cli->language);
    }
    *status = findings.count > 0 ? CLI_REFUSED : CLI_DONE;
    if (cli->language == LANGUAGE_ZH) {
        buffer_addf(&out, "%.*s：发现 %u 处问题\n", TEXT_ARG(directory), (unsigned)findings.count);
    } else {
        buffer_addf(&out, "%.*s: %u findings\n", TEXT_ARG(directory), (unsigned)findings.count);
    }
    return cli_print(cli, buffer_text(&out));
}

/* -- two folders, record by record -- */

struct comparing {
    struct cli *cli;
    struct buffer out;
    struct pack_sources sides[2];
    uint32_t count;
};

static const struct jvalue *records_of(const struct pack_sources *side, int list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = jvalue_get(side->files[shape->file], shape->array);
    return array != NULL && array->kind == JVALUE_ARRAY ? array : NULL;
}

static struct text member(const struct jvalue *record, const char *name)
{
    return jvalue_text(jvalue_get(record, name), TEXT_NONE);
}

/* The version that begins on the same day; a version by itself has no other to be held against. */
static const struct jvalue *same_version(const struct jvalue *array, const char *id,
                                         const struct jvalue *record)
{
    for (uint32_t i = 0; array != NULL && i < array->count; i++) {
        if (text_equal(member(&array->items[i], id), member(record, id)) &&
            text_equal(member(&array->items[i], "valid_from"), member(record, "valid_from"))) {
            return &array->items[i];
        }
    }
    return NULL;
}

static void add_value(struct buffer *out, const struct jvalue *value)
{
    struct json_writer json = json_writer_open(out);
    if (value == NULL) {
        json_null(&json);
    } else {
        json_value(&json, value);
    }
}

static void say_record(struct comparing *all, int list, const struct jvalue *record, char sign)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    struct text from = member(record, "valid_from");
    all->count++;
    buffer_addf(&all->out, "%c %s %.*s%s%.*s\n", sign, shape->array,
                TEXT_ARG(member(record, shape->id)), from.len > 0 ? " @" : "", TEXT_ARG(from));
}

static void compare_members(struct comparing *all, const struct jvalue *before,
                            const struct jvalue *after)
{
    for (uint32_t i = 0; i < after->count; i++) {
        struct text name = after->members[i].name;
        const struct jvalue *was = jvalue_get(before, text_c_string(all->cli->arena, name));
        if (!jvalue_equal(was, &after->members[i].value)) {
            buffer_addf(&all->out, "    %.*s: ", TEXT_ARG(key_word(name, all->cli->language)));
            add_value(&all->out, was);
            buffer_add(&all->out, TEXT(" -> "));
            add_value(&all->out, &after->members[i].value);
            buffer_add_char(&all->out, '\n');
        }
    }
}

static void compare_list(struct comparing *all, int list)
{
    const char *id = pack_list_shapes[list].id;
    const struct jvalue *before = records_of(&all->sides[0], list);
    const struct jvalue *after = records_of(&all->sides[1], list);
    for (uint32_t i = 0; before != NULL && i < before->count; i++) {
        if (same_version(after, id, &before->items[i]) == NULL) {
            say_record(all, list, &before->items[i], '-');
        }
    }
    for (uint32_t i = 0; after != NULL && i < after->count; i++) {
        const struct jvalue *was = same_version(before, id, &after->items[i]);
        if (was == NULL) {
            say_record(all, list, &after->items[i], '+');
        } else if (!jvalue_equal(was, &after->items[i])) {
            say_record(all, list, &after->items[i], '~');
            compare_members(all, was, &after->items[i]);
        }
    }
}

static void compare_objects(struct comparing *all, enum pack_file file, const char *name)
{
    const struct jvalue *before = jvalue_get(all->sides[0].files[file], name);
    const struct jvalue *after = jvalue_get(all->sides[1].files[file], name);
    if (before != NULL && after != NULL && !jvalue_equal(before, after)) {
        all->count++;
        buffer_addf(&all->out, "~ %s\n", name);
        compare_members(all, before, after);
    }
}

static bool diff(struct cli *cli, char **folders, int *status)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct comparing all = {.cli = cli, .out = buffer_open(cli->arena, 4096)};
    for (int side = 0; side < 2; side++) {
        if (!pack_read_sources(cli->arena, text_of(folders[side]), &options, &all.sides[side],
                               &cli->fault)) {
            return false;
        }
    }
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        compare_list(&all, list);
    }
    compare_objects(&all, PACK_FILE_MILESTONES, "gates");
    compare_objects(&all, PACK_FILE_CALENDAR, "years");
    *status = all.count > 0 ? CLI_REFUSED : CLI_DONE;
    return cli_print(cli, buffer_text(&all.out));
}

static bool dispatch(struct cli *cli, int argc, char **argv, int *status)
{
    struct text pack_flag = TEXT_NONE;
    const struct cli_flag flags[] = {{"--pack", true, &pack_flag}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc == 4 && text_is(text_of(argv[1]), "diff")) {
        return diff(cli, argv + 2, status);
    }
    if (argc < 2 || argc > 3 || !text_is(text_of(argv[1]), "check") ||
        (argc == 3 && !text_is_empty(pack_flag))) {
        return cli_wrong(cli, cli_pack.usage, TEXT_NONE);
    }
    struct text directory = argc == 3 ? text_of(argv[2]) : cli_pack_directory(cli, pack_flag);
    return check(cli, directory, status);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    int status = CLI_DONE;
    bool is_done = dispatch(&cli, argc, argv, &status);
    int closed = cli_close(&cli, is_done);
    return is_done ? status : closed;
}

const struct cli_command cli_pack = {
    .name = "pack",
    .usage = "pack check [DIR]\n"
             "pack diff DIR DIR",
    .summary = "checks a city's data: file, record and field of everything wrong",
    .run = run,
};
