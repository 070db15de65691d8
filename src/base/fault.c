#include "base/fault.h"

#include <string.h>

#include "base/buffer.h"

struct fault_line {
    int status;
    const char *code;
    const char *sentence[2];
    const char *advice[2];
};

static const struct fault_line lines[FAULT_COUNT] = {
    [FAULT_NONE] = {200, "none", {"", ""}, {"", ""}},
#define FAULT(name, status, code, zh, en, hint_zh, hint_en)                                        \
    [FAULT_##name] = {status, code, {zh, en}, {hint_zh, hint_en}},
#include "base/faults.def"
#undef FAULT
};

/* Copies as much as fits, never half a character. */
static void keep(char *out, size_t size, struct text text)
{
    struct text kept = text_begin(text, size - 1);
    memcpy(out, kept.at, kept.len);
    out[kept.len] = '\0';
}

bool fault_raise(struct fault *fault, enum fault_code code, struct text field,
                 const struct text *arguments)
{
    ensure(code > FAULT_NONE && code < FAULT_COUNT);
    if (fault->code != FAULT_NONE) {
        return false;
    }
    fault->code = code;
    fault->label_zh = fault->label_en = NULL;
    keep(fault->field, sizeof fault->field, field);
    for (int i = 0; i < 3; i++) {
        bool given = arguments != FAULT_NO_ARGS && arguments[i].at != NULL;
        keep(fault->arguments[i], sizeof fault->arguments[i], given ? arguments[i] : TEXT_NONE);
    }
    return false;
}

bool fault_refuse_field(struct fault *fault, const char *field, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

void fault_label(struct fault *fault, const char *zh, const char *en)
{
    fault->label_zh = zh;
    fault->label_en = en;
}

int fault_http_status(enum fault_code code)
{
    return lines[code].status;
}

const char *fault_code_name(enum fault_code code)
{
    return lines[code].code;
}

bool fault_is_failure(enum fault_code code)
{
    return lines[code].status >= 500;
}

static struct text placeholder(const struct fault *fault, struct text name, enum language language)
{
    if (name.len == 1 && name.at[0] >= '1' && name.at[0] <= '3') {
        return text_of(fault->arguments[name.at[0] - '1']);
    }
    if (!text_is(name, "field")) {
        return (struct text){name.at - 1, name.len + 2}; /* not ours: left as it stands */
    }
    const char *label = language == LANGUAGE_ZH ? fault->label_zh : fault->label_en;
    return label != NULL ? text_of(label) : text_of(fault->field);
}

static struct text fill(struct arena *arena, const char *pattern, const struct fault *fault,
                        enum language language)
{
    struct buffer out = buffer_open(arena, 128);
    struct text rest = text_of(pattern);
    while (rest.len > 0) {
        const char *open = memchr(rest.at, '{', rest.len);
        const char *close =
            open == NULL ? NULL : memchr(open, '}', rest.len - (size_t)(open - rest.at));
        if (close == NULL) {
            break;
        }
        buffer_add_bytes(&out, rest.at, (size_t)(open - rest.at));
        struct text name = {open + 1, (size_t)(close - open - 1)};
        buffer_add(&out, placeholder(fault, name, language));
        rest = text_slice(rest, (size_t)(close + 1 - rest.at),
                          rest.len - (size_t)(close + 1 - rest.at));
    }
    buffer_add(&out, rest);
    return buffer_text(&out);
}

struct text fault_sentence(struct arena *arena, const struct fault *fault, enum language language)
{
    return fill(arena, lines[fault->code].sentence[language], fault, language);
}

struct text fault_advice(struct arena *arena, const struct fault *fault, enum language language)
{
    return fill(arena, lines[fault->code].advice[language], fault, language);
}
