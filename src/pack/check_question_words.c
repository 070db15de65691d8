#include "pack/checker.h"

/* words.json: texts and lists of texts, and kinds of passages that there are. */

static bool are_texts(const struct jvalue *value)
{
    if (value == NULL || value->kind != JVALUE_ARRAY) {
        return false;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->items[i].kind != JVALUE_TEXT || value->items[i].text.len == 0) {
            return false;
        }
    }
    return true;
}

static void expect(struct checker *checker, const char *field, bool is_right)
{
    if (!is_right) {
        struct spot spot = {PACK_FILE_WORDS, TEXT_NONE, text_of(field)};
        check_add(checker, spot, TEXT("应为非空词语的数组"),
                  TEXT("an array of words that are not empty is expected"));
    }
}

static bool is_kind(struct text kind)
{
    return text_is(kind, "item") || text_is(kind, "bundle") || text_is(kind, "policy") ||
           text_is(kind, "park");
}

void check_question_words(struct checker *checker)
{
    const struct jvalue *file = checker->files[PACK_FILE_WORDS];
    if (file == NULL) {
        return;
    }
    const struct jvalue *same = jvalue_get(file, "same");
    const struct jvalue *kinds = jvalue_get(file, "kinds");
    bool is_right = same != NULL && same->kind == JVALUE_ARRAY;
    expect(checker, "stop", are_texts(jvalue_get(file, "stop")));
    for (uint32_t i = 0; is_right && i < same->count; i++) {
        is_right = are_texts(&same->items[i]) && same->items[i].count > 1;
    }
    expect(checker, "same", is_right);
    is_right = kinds != NULL && kinds->kind == JVALUE_ARRAY;
    for (uint32_t i = 0; is_right && i < kinds->count; i++) {
        is_right = are_texts(jvalue_get(&kinds->items[i], "words")) &&
                   is_kind(jvalue_text(jvalue_get(&kinds->items[i], "kind"), TEXT_NONE));
    }
    expect(checker, "kinds", is_right);
}
