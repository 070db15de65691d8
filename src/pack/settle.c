#include "base/arena.h"
#include "pack/living.h"

/* Reading the files of a pack and laying its corrections into them: one record becomes one a span
 * of time. */

#define CHANGES_MAX 64 /* of one record; more is refused */

struct settling {
    struct arena *arena;
    const struct pack_corrections *corrections;
    struct pack_sources *sources;
    struct fault *fault;
};

struct changes {
    const struct jvalue *items[CHANGES_MAX];
    civil_date from[CHANGES_MAX];
    uint32_t count;
};

static struct text file_of(const struct settling *settling, enum pack_list list)
{
    return pack_file_name(settling->sources->files[PACK_FILE_PACK], pack_list_shapes[list].file);
}

static bool refuse(const struct settling *settling, enum pack_list list, struct text record)
{
    struct text where = text_format(settling->arena, "%.*s#%.*s", TEXT_ARG(file_of(settling, list)),
                                    TEXT_ARG(record));
    return fault_raise(settling->fault, FAULT_PACK_INVALID, TEXT_NONE,
                       FAULT_ARGS(where, TEXT("correction does not fit (更正与原值不符)")));
}

static bool take_change(const struct settling *settling, enum pack_list list,
                        const struct jvalue *record, const struct jvalue *change,
                        struct changes *out)
{
    const char *field =
        text_c_string(settling->arena, jvalue_text(jvalue_get(change, "field"), TEXT_NONE));
    const struct jvalue *base = jvalue_get(record, field);
    bool fits = list != PACK_MILESTONES && base != NULL &&
                jvalue_equal(base, jvalue_get(change, "was")) &&
                jvalue_get(change, "now") != NULL && out->count < CHANGES_MAX &&
                pack_validity(change, "valid_from", &out->from[out->count]);
    if (fits) {
        out->items[out->count++] = change;
    }
    return fits;
}

static bool collect(const struct settling *settling, enum pack_list list,
                    const struct jvalue *record, struct changes *out)
{
    struct text id = jvalue_text(jvalue_get(record, pack_list_shapes[list].id), TEXT_NONE);
    struct text file = file_of(settling, list);
    out->count = 0;
    for (uint32_t i = 0; i < settling->corrections->count && id.len > 0; i++) {
        const struct jvalue *change = settling->corrections->items[i];
        bool is_its = text_equal(jvalue_text(jvalue_get(change, "file"), TEXT_NONE), file) &&
                      text_equal(jvalue_text(jvalue_get(change, "record"), TEXT_NONE), id);
        if (is_its && !take_change(settling, list, record, change, out)) {
            return refuse(settling, list, id);
        }
    }
    return true;
}

/* The record with every change that holds on the first day of the span. */
static const struct jvalue *changed(const struct settling *settling, const struct jvalue *record,
                                    const struct changes *changes, civil_date from)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        struct text field = jvalue_text(jvalue_get(changes->items[i], "field"), TEXT_NONE);
        if (changes->from[i] <= from) {
            record = jvalue_with(settling->arena, record, text_c_string(settling->arena, field),
                                 jvalue_get(changes->items[i], "now"));
        }
    }
    return record;
}

/* The first day after `after` on which a change begins; CIVIL_DATE_NONE: no more. NONE is also the
 * smallest day, so a change without a day begins with the record itself. */
static civil_date next_change(const struct changes *changes, civil_date after)
{
    civil_date next = CIVIL_DATE_NONE;
    for (uint32_t i = 0; i < changes->count; i++) {
        civil_date from = changes->from[i];
        if (from > after && (next == CIVIL_DATE_NONE || from < next)) {
            next = from;
        }
    }
    return next;
}

static bool has_validity(enum pack_list list)
{
    for (size_t i = 0; i < pack_list_shapes[list].key_count; i++) {
        if (text_is(TEXT("valid_from"), pack_list_shapes[list].keys[i].name)) {
            return true;
        }
    }
    return false;
}

/* Lists without days of their own are the frame that everything else hangs in: a correction of one
 * of their records holds always. */
static bool split(const struct settling *settling, enum pack_list list, const struct jvalue *record,
                  struct jvalue *out, uint32_t *count)
{
    struct changes changes;
    civil_date from = CIVIL_DATE_NONE;
    civil_date to = CIVIL_DATE_NONE;
    if (!collect(settling, list, record, &changes)) {
        return false;
    }
    if (changes.count == 0 || !has_validity(list)) {
        out[(*count)++] = *changed(settling, record, &changes, INT32_MAX);
        return true;
    }
    if (!pack_validity(record, "valid_from", &from) || !pack_validity(record, "valid_to", &to)) {
        return refuse(settling, list,
                      jvalue_text(jvalue_get(record, pack_list_shapes[list].id), TEXT_NONE));
    }
    bool is_first = true;
    for (bool is_last = false; !is_last; is_first = false) {
        civil_date next = next_change(&changes, from);
        is_last = next == CIVIL_DATE_NONE || (to != CIVIL_DATE_NONE && next > to);
        const struct jvalue *part = changed(settling, record, &changes, from);
        struct jvalue first = pack_day_value(settling->arena, from);
        struct jvalue last = pack_day_value(settling->arena, next - 1);
        part = is_first ? part : jvalue_with(settling->arena, part, "valid_from", &first);
        out[(*count)++] = *(is_last ? part : jvalue_with(settling->arena, part, "valid_to", &last));
        from = next;
    }
    return true;
}

static bool settle_list(const struct settling *settling, enum pack_list list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *file = settling->sources->files[shape->file];
    const struct jvalue *array = jvalue_get(file, shape->array);
    if (array == NULL || array->kind != JVALUE_ARRAY) {
        return true; /* the loader says what is wrong with it */
    }
    struct jvalue *items = arena_array(settling->arena, struct jvalue,
                                       (size_t)array->count + settling->corrections->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < array->count; i++) {
        if (!split(settling, list, &array->items[i], items, &count)) {
            return false;
        }
    }
    struct jvalue settled = {.kind = JVALUE_ARRAY, .count = count, .items = items};
    settling->sources->files[shape->file] =
        jvalue_with(settling->arena, file, shape->array, &settled);
    return true;
}

static bool settle(struct arena *arena, struct pack_sources *sources, struct fault *fault)
{
    struct pack_corrections corrections = {0};
    struct settling settling = {arena, &corrections, sources, fault};
    if (!pack_read_corrections(arena, sources->directory, sources->files[PACK_FILE_PACK],
                               &corrections, fault)) {
        return false;
    }
    for (int list = 0; corrections.count > 0 && list < PACK_LIST_COUNT; list++) {
        if (!settle_list(&settling, (enum pack_list)list)) {
            return false;
        }
    }
    return true;
}

bool pack_read_sources(struct arena *arena, struct text directory,
                       const struct pack_options *options, struct pack_sources *out,
                       struct fault *fault)
{
    struct pack_sources sources = {.directory = text_copy(arena, directory)};
    const struct jvalue **files = sources.files;
    for (int file = 0; file < PACK_FILE_COUNT; file++) {
        if (pack_file_shapes[file].scope <= options->scope &&
            pack_has_file(files[PACK_FILE_PACK], (enum pack_file)file) &&
            !pack_read_file(arena, sources.directory, files[PACK_FILE_PACK], (enum pack_file)file,
                            &files[file], fault)) {
            return false;
        }
    }
    if (options->is_corrected && !settle(arena, &sources, fault)) {
        return false;
    }
    *out = sources;
    return true;
}
