#include "board/standing_inside.h"
#include "ground/project/project_store.h"

const struct statement standing_gram_insert = {
    "standing_gram_insert",
    "insert into standing_gram(gram, id) values($1,$2) on conflict do nothing"};
const struct statement standing_gram_delete = {"standing_gram_delete",
                                               "delete from standing_gram where gram=$1 and id=$2"};

static bool each_gram(struct store *store, const struct statement *statement, int64_t project,
                      const struct standing_words *words, struct fault *fault)
{
    struct text texts[] = {words->name, words->enterprise, words->number};
    bool done = true;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        for (size_t at = 0; done && at < texts[i].len;) {
            struct search_gram gram;
            at = search_gram(texts[i], at, &gram);
            struct text text = {gram.bytes, gram.len};
            done = store_run(store, statement, CELLS(cell_text(text), cell_int(project)), fault);
        }
    }
    return done;
}

bool standing_grams_put(struct store *store, int64_t project, const struct standing_words *words,
                        struct fault *fault)
{
    return each_gram(store, &standing_gram_insert, project, words, fault);
}

bool standing_grams_strike(struct store *store, int64_t project, const struct standing_words *words,
                           struct fault *fault)
{
    return each_gram(store, &standing_gram_delete, project, words, fault);
}
