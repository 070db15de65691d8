#include "base/arena.h"
#include "pack/checker.h"

/* What shapes can't say of letters.json: that a text names only what the program fills in, and that
 * numbers can be told apart. A letter that fails when it is due would stop the act it belongs to.
 */

static bool is_known(const struct checker *checker, struct text name)
{
    const struct jvalue *fields = check_array(checker, PACK_LETTER_FIELDS);
    for (uint32_t i = 0; fields != NULL && i < fields->count; i++) {
        if (text_equal(check_id(PACK_LETTER_FIELDS, &fields->items[i]), name)) {
            return true;
        }
    }
    return false;
}

static void say(struct checker *checker, const struct jvalue *letter, const char *field,
                const char *zh, const char *en)
{
    struct spot spot = {PACK_FILE_LETTERS, check_id(PACK_LETTERS, letter), text_of(field)};
    check_add(checker, spot, text_of(zh), text_of(en));
}

static void check_name(struct checker *checker, const struct jvalue *letter, const char *field,
                       struct text name)
{
    struct spot spot = {PACK_FILE_LETTERS, check_id(PACK_LETTERS, letter), text_of(field)};
    if (!is_known(checker, name)) {
        check_add(checker, spot,
                  text_format(checker->arena, "没有可填入的内容：{%.*s}", TEXT_ARG(name)),
                  text_format(checker->arena, "nothing to fill in: {%.*s}", TEXT_ARG(name)));
    }
}

static void check_text(struct checker *checker, const struct jvalue *letter, const char *field,
                       struct text text)
{
    while (text_find(text, TEXT("{")) != SIZE_MAX) {
        (void)text_cut(&text, '{');
        if (text_find(text, TEXT("}")) == SIZE_MAX) {
            say(checker, letter, field, "花括号没有闭合", "a brace is not closed");
            return;
        }
        check_name(checker, letter, field, text_cut(&text, '}'));
    }
}

/* All texts below a block. */
static void check_texts(struct checker *checker, const struct jvalue *letter,
                        const struct jvalue *value)
{
    if (value->kind == JVALUE_TEXT) {
        check_text(checker, letter, "blocks", value->text);
    }
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        check_texts(checker, letter, &value->items[i]);
    }
}

static const char *const kinds[] = {"text", "heading", "small", "list", "pairs", "table"};

static void check_block(struct checker *checker, const struct jvalue *letter,
                        const struct jvalue *block)
{
    static const char *const inside[] = {"text", "items", "rows"};
    struct text is = jvalue_text(jvalue_get(block, "is"), TEXT_NONE);
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        known |= text_is(is, kinds[i]);
    }
    if (!known) {
        say(checker, letter, "blocks", "没有这种内容块", "there is no such kind of block");
    }
    for (size_t i = 0; i < COUNT_OF(inside); i++) {
        const struct jvalue *value = jvalue_get(block, inside[i]);
        if (value != NULL) {
            check_texts(checker, letter, value);
        }
    }
    static const char *const names[] = {"from", "when"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct text name = jvalue_text(jvalue_get(block, names[i]), TEXT_NONE);
        if (name.len > 0) {
            check_name(checker, letter, "blocks", name);
        }
    }
}

static void check_deadline(struct checker *checker, const struct jvalue *letter)
{
    static const char *const known[] = {"decision", "reply", "special", "delivery", "plan"};
    struct text deadline = jvalue_text(jvalue_get(letter, "deadline"), TEXT_NONE);
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (text_is(deadline, known[i])) {
            return;
        }
    }
    if (deadline.len > 0) {
        say(checker, letter, "deadline", "没有这种期限", "there is no such time limit");
    }
}

static void check_letter(struct checker *checker, const struct jvalue *letter)
{
    const struct jvalue *blocks = jvalue_get(letter, "blocks");
    struct text number = jvalue_text(jvalue_get(letter, "number"), TEXT_NONE);
    if (text_find(number, TEXT("{year}")) == SIZE_MAX ||
        text_find(number, TEXT("{n}")) == SIZE_MAX) {
        say(checker, letter, "number", "文号应含 {year} 和 {n}", "must hold {year} and {n}");
    }
    static const char *const texts[] = {"basis", "term", "text_en"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        check_text(checker, letter, texts[i], jvalue_text(jvalue_get(letter, texts[i]), TEXT_NONE));
    }
    for (uint32_t i = 0; blocks != NULL && blocks->kind == JVALUE_ARRAY && i < blocks->count; i++) {
        check_block(checker, letter, &blocks->items[i]);
    }
    check_deadline(checker, letter);
}

void check_letters(struct checker *checker)
{
    const struct jvalue *letters = check_array(checker, PACK_LETTERS);
    for (uint32_t i = 0; letters != NULL && i < letters->count; i++) {
        check_letter(checker, &letters->items[i]);
    }
}
