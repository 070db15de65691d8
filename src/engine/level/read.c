#include "engine/level/read.h"

#include "base/arena.h"

bool read_refuse(struct level_reader *reader, struct text what)
{
    return instance_refuse(reader->source, reader->number, what, reader->fault);
}

bool read_line(struct level_reader *reader)
{
    if (text_is_empty(reader->rest)) {
        reader->line = TEXT_NONE;
        return false;
    }
    reader->line = text_trim(text_cut(&reader->rest, '\n'));
    reader->number++;
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

struct text read_word(struct level_reader *reader)
{
    struct text line = reader->line;
    size_t from = 0;
    while (from < line.len && is_space(line.at[from])) {
        from++;
    }
    size_t to = from;
    while (to < line.len && !is_space(line.at[to])) {
        to++;
    }
    reader->line = text_slice(line, to, line.len - to);
    return text_slice(line, from, to - from);
}

static bool take_number(struct level_reader *reader, struct text word, struct level_range range,
                        int32_t *out)
{
    int64_t value = 0;
    if (text_is_empty(word)) {
        return read_refuse(reader, text_format(reader->arena, "%s is missing", range.what));
    }
    if (!text_to_int(word, &value)) {
        struct text shown = text_slice(word, 0, word.len < 40 ? word.len : 40);
        bool is_clean = text_is_utf8(shown) && !text_has_controls(shown);
        return read_refuse(reader,
                           is_clean ? text_format(reader->arena, "%s is not a number: %.*s",
                                                  range.what, TEXT_ARG(shown))
                                    : text_format(reader->arena, "%s is not a number", range.what));
    }
    if (value < range.least || value > range.most) {
        return read_refuse(reader,
                           text_format(reader->arena, "%s is %lld, allowed are %d to %d",
                                       range.what, (long long)value, range.least, range.most));
    }
    *out = (int32_t)value;
    return true;
}

bool read_number(struct level_reader *reader, struct level_range range, int32_t *out)
{
    return take_number(reader, read_word(reader), range, out);
}

bool read_number_across(struct level_reader *reader, struct level_range range, int32_t *out)
{
    struct text word = read_word(reader);
    while (text_is_empty(word) && read_line(reader)) {
        word = read_word(reader);
    }
    return take_number(reader, word, range, out);
}

bool read_followers(struct level_reader *reader, struct level_followers asked, const uint32_t **out)
{
    uint32_t *followers = arena_array(reader->arena, uint32_t, asked.count);
    struct level_range range = {"a successor", 1, (int32_t)asked.activities};
    for (uint32_t i = 0; i < asked.count; i++) {
        int32_t number = 0;
        if (!(asked.across ? read_number_across : read_number)(reader, range, &number)) {
            return false;
        }
        followers[i] = (uint32_t)number - 1;
        if (followers[i] == asked.self) {
            return read_refuse(reader,
                               text_format(reader->arena, "activity %d follows itself", number));
        }
        for (uint32_t j = 0; j < i; j++) {
            if (followers[j] == followers[i]) {
                return read_refuse(reader,
                                   text_format(reader->arena, "successor %d stands twice", number));
            }
        }
    }
    *out = followers;
    return true;
}
