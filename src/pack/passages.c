#include "pack/passages.h"

#include "base/arena.h"
#include "base/buffer.h"

/* Which members of a record are its head and its body. A member may be a text, or an array of texts
 * or of objects whose `name` or `text` counts. */
struct source {
    enum pack_list list;
    const char *kind;
    const char *head[4];
    const char *body[9];
};

static const struct source sources[] = {
    {PACK_ITEMS,
     "item",
     {"name", "aliases"},
     {"stage", "department", "kind", "materials", "outputs", "parallel_group", "notes",
      "legal_basis"}},
    {PACK_BUNDLES, "bundle", {"name"}, {"stage", "trigger", "output", "notes", "lead"}},
    {PACK_POLICIES,
     "policy",
     {"title"},
     {"document_number", "issuer", "level", "policy_type", "target_industries", "benefits", "note",
      "deadline"}},
    {PACK_PARKS,
     "park",
     {"name", "aliases"},
     {"level", "district", "leading_industries", "note", "features"}},
};

static void add_value(struct buffer *out, const struct jvalue *value)
{
    if (value == NULL) {
        return;
    }
    if (value->kind == JVALUE_TEXT) {
        buffer_add(out, value->text);
        buffer_add(out, TEXT(" "));
    } else if (value->kind == JVALUE_ARRAY) {
        for (uint32_t i = 0; i < value->count; i++) {
            const struct jvalue *one = &value->items[i];
            if (one->kind == JVALUE_OBJECT) {
                add_value(out, jvalue_get(one, "name"));
                add_value(out, jvalue_get(one, "text"));
            } else {
                add_value(out, one);
            }
        }
    } else if (value->kind == JVALUE_OBJECT) {
        for (uint32_t i = 0; i < value->count; i++) {
            add_value(out, &value->members[i].value);
        }
    }
}

static struct text gather(struct arena *arena, const struct jvalue *raw, const char *const *members,
                          size_t count)
{
    struct buffer out = buffer_open(arena, 256);
    for (size_t i = 0; i < count && members[i] != NULL; i++) {
        add_value(&out, jvalue_get(raw, members[i]));
    }
    return buffer_text(&out);
}

static void read_words(struct arena *arena, const struct jvalue *file, struct retrieve_words *out)
{
    const struct jvalue *same = jvalue_get(file, "same");
    const struct jvalue *kinds = jvalue_get(file, "kinds");
    uint32_t same_count = same != NULL ? same->count : 0;
    uint32_t kind_count = kinds != NULL ? kinds->count : 0;
    struct retrieve_same *all_same = arena_array(arena, struct retrieve_same, same_count);
    struct retrieve_kind *all_kinds = arena_array(arena, struct retrieve_kind, kind_count);
    for (uint32_t i = 0; i < same_count; i++) {
        all_same[i].words = text_list_of(arena, &same->items[i]);
    }
    for (uint32_t i = 0; i < kind_count; i++) {
        all_kinds[i] =
            (struct retrieve_kind){jvalue_text(jvalue_get(&kinds->items[i], "kind"), TEXT_NONE),
                                   text_list_of(arena, jvalue_get(&kinds->items[i], "words"))};
    }
    *out = (struct retrieve_words){text_list_of(arena, jvalue_get(file, "stop")), all_same,
                                   same_count, all_kinds, kind_count};
}

void pack_passages(struct arena *arena, const struct pack *pack, civil_date on,
                   struct pack_passages *out)
{
    uint32_t most = 0;
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        most += pack->lists[sources[i].list].count;
    }
    struct passage *passages = arena_array(arena, struct passage, most);
    bool *in_force = arena_array(arena, bool, most);
    out->records = arena_array(arena, const struct pack_record *, most);
    out->count = 0;
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        const struct source *source = &sources[i];
        const struct pack_records *records = &pack->lists[source->list];
        for (uint32_t j = 0; j < records->count; j++) {
            const struct pack_record *record = &records->items[j];
            bool is_in_force = pack_in_force(record, on);
            if (!is_in_force && source->list != PACK_POLICIES) {
                continue;
            }
            passages[out->count] = (struct passage){
                .id = record->id,
                .kind = text_of(source->kind),
                .head = gather(arena, record->raw, source->head, COUNT_OF(source->head)),
                .body = gather(arena, record->raw, source->body, COUNT_OF(source->body))};
            in_force[out->count] = is_in_force;
            out->records[out->count++] = record;
        }
    }
    out->items = passages;
    out->is_in_force = in_force;
    read_words(arena, pack->files[PACK_FILE_WORDS], &out->words);
}
