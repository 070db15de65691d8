#include "base/arena.h"
#include "engine/rules/facts.h"
#include "pack/checker.h"

/* ---- corrections ---- */

struct correction {
    const struct jvalue *raw;
    struct text name; /* of its file */
};

/* Findings about a correction name its own file as the record: it lies in a directory of its own.
 */
static void say(struct checker *checker, const struct correction *about, const char *field,
                struct pack_why why)
{
    struct spot spot = {PACK_FILE_PACK,
                        text_format(checker->arena, "corrections/%.*s", TEXT_ARG(about->name)),
                        text_of(field)};
    check_add(checker, spot, text_of(why.zh), text_of(why.en));
}

static bool find_list(const struct checker *checker, struct text file, struct text record,
                      enum pack_list *out, uint32_t *index)
{
    for (int list = 0; list < PACK_LIST_COUNT; list++) {
        const struct list_shape *shape = &pack_list_shapes[list];
        if (text_equal(pack_file_name(checker->files[PACK_FILE_PACK], shape->file), file) &&
            check_array(checker, (enum pack_list)list) != NULL &&
            name_table_find(&checker->ids[list], record, index)) {
            *out = (enum pack_list)list;
            return true;
        }
    }
    return false;
}

/* The values compiled here are new to the sealed space, which then calls them "other": enough to
 * see whether the condition is well formed. */
static void check_new_rule(struct checker *checker, const struct correction *about,
                           enum pack_list list, const char *field)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct rule *rule = NULL;
    struct fault fault = {0};
    if (shape->rule == NULL || !text_is(text_of(field), shape->rule)) {
        return;
    }
    if (!rule_compile(checker->spaces[shape->space], jvalue_get(about->raw, "now"), &rule,
                      &fault)) {
        say(checker, about, "now",
            (struct pack_why){text_c_string(checker->arena, text_of(fault.arguments[0])),
                              text_c_string(checker->arena, text_of(fault.arguments[1]))});
    }
}

static void check_correction(struct checker *checker, const struct correction *about)
{
    const struct jvalue *raw = about->raw;
    struct text file = jvalue_text(jvalue_get(raw, "file"), TEXT_NONE);
    struct text record = jvalue_text(jvalue_get(raw, "record"), TEXT_NONE);
    const char *field =
        text_c_string(checker->arena, jvalue_text(jvalue_get(raw, "field"), TEXT_NONE));
    enum pack_list list = PACK_LIST_COUNT;
    uint32_t index = 0;
    civil_date day = 0;
    if (!pack_validity(raw, "valid_from", &day)) {
        say(checker, about, "valid_from", (struct pack_why){"应为日期", "must be a day"});
    }
    if (jvalue_get(raw, "now") == NULL || jvalue_get(raw, "was") == NULL) {
        say(checker, about, "was, now", (struct pack_why){"缺少这一项", "the key is missing"});
        return;
    }
    if (!find_list(checker, file, record, &list, &index)) {
        say(checker, about, "record",
            (struct pack_why){"没有这个文件或记录", "there is no such file or record"});
        return;
    }
    const struct jvalue *base = jvalue_get(&check_array(checker, list)->items[index], field);
    if (base == NULL) {
        say(checker, about, "field",
            (struct pack_why){"记录没有这一项", "the record has no such key"});
    } else if (!jvalue_equal(base, jvalue_get(raw, "was"))) {
        say(checker, about, "was", (struct pack_why){"与原值不符", "differs from the base value"});
    }
    check_new_rule(checker, about, list, field);
}

static void check_distinct(struct checker *checker, const struct pack_corrections *all, uint32_t at)
{
    struct text id = jvalue_text(jvalue_get(all->items[at], "id"), TEXT_NONE);
    for (uint32_t i = 0; i < at; i++) {
        if (text_equal(jvalue_text(jvalue_get(all->items[i], "id"), TEXT_NONE), id)) {
            struct correction about = {all->items[at], all->names[at]};
            say(checker, &about, "id", (struct pack_why){"编号重复", "the identifier is taken"});
            return;
        }
    }
}

void check_corrections(struct checker *checker)
{
    struct pack_corrections all;
    struct fault fault = {0};
    if (!pack_read_corrections(checker->arena, checker->directory, checker->files[PACK_FILE_PACK],
                               &all, &fault)) {
        check_add_fault(checker, (struct spot){PACK_FILE_PACK, TEXT_NONE, TEXT("corrections")},
                        &fault);
        return;
    }
    for (uint32_t i = 0; i < all.count; i++) {
        check_distinct(checker, &all, i);
        check_correction(checker, &(struct correction){all.items[i], all.names[i]});
    }
}
