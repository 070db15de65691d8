#include "ground/project/upward_words.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "pack/pack.h"

/* A look into a room's tables. */
const struct statement upward_words_problem = {
    "upward_words_problem",
    "select q.title, q.number, q.category, coalesce(u.title,'') from problem q left join"
    " problem_upward u on u.problem=q.id where q.id=$1"};

static struct text category_of(const struct view_run *run, struct text code)
{
    const struct pack_record *found =
        pack_find(city_pack(run->city), PACK_PROBLEM_CATEGORIES, code, CIVIL_DATE_NONE);
    return found == NULL                         ? code
           : run->actor->language == LANGUAGE_EN ? found->name_en
                                                 : found->name;
}

bool upward_words_of(const struct view_run *run, int64_t problem, struct upward_words *out,
                     struct fault *fault)
{
    struct store_rows rows;
    *out = (struct upward_words){TEXT_NONE, TEXT_NONE};
    if (!store_query(run->store, &upward_words_problem, CELLS(cell_int(problem)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        struct text number = store_text(run->arena, &rows, 1);
        struct text category = category_of(run, store_text(run->arena, &rows, 2));
        struct text title = store_text(run->arena, &rows, 3);
        out->raised = store_text(run->arena, &rows, 0);
        out->called = text_format(run->arena, "%.*s %.*s", TEXT_ARG(number),
                                  TEXT_ARG(title.len > 0 ? title : category));
    }
    return store_done(&rows, fault);
}

struct text upward_words_put(struct arena *arena, const struct upward_words *words,
                             struct text text)
{
    struct buffer out = buffer_open(arena, text.len + words->called.len + 1);
    size_t at = words->raised.len == 0 ? SIZE_MAX : text_find(text, words->raised);
    while (at != SIZE_MAX) {
        buffer_add(&out, text_slice(text, 0, at));
        buffer_add(&out, words->called);
        at += words->raised.len;
        text = text_slice(text, at, text.len - at);
        at = text_find(text, words->raised);
    }
    buffer_add(&out, text);
    return buffer_text(&out);
}
