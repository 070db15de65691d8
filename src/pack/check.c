#include "pack/check.h"

#include <string.h>

#include "base/arena.h"
#include "pack/checker.h"
#include "pack/living.h"

void check_add(struct checker *checker, struct spot spot, struct text zh, struct text en)
{
    if (checker->count == checker->capacity) {
        uint32_t larger = checker->capacity * 2 + 64;
        struct pack_finding *list = arena_array(checker->arena, struct pack_finding, larger);
        if (checker->count > 0) {
            memcpy(list, checker->findings, checker->count * sizeof *list);
        }
        checker->findings = list;
        checker->capacity = larger;
    }
    struct text file = pack_file_name(checker->files[PACK_FILE_PACK], spot.file);
    checker->findings[checker->count++] =
        (struct pack_finding){file, spot.record, spot.field, zh, en};
}

void check_add_fault(struct checker *checker, struct spot spot, const struct fault *fault)
{
    check_add(checker, spot, fault_sentence(checker->arena, fault, LANGUAGE_ZH),
              fault_sentence(checker->arena, fault, LANGUAGE_EN));
}

const struct jvalue *check_array(const struct checker *checker, enum pack_list list)
{
    const struct list_shape *shape = &pack_list_shapes[list];
    const struct jvalue *array = jvalue_get(checker->files[shape->file], shape->array);
    return array != NULL && array->kind == JVALUE_ARRAY ? array : NULL;
}

const struct jvalue *check_by_id(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t at = 0;
    const struct jvalue *array = check_array(checker, list);
    return array != NULL && name_table_find(&checker->ids[list], id, &at) ? &array->items[at]
                                                                          : NULL;
}

struct text check_id(enum pack_list list, const struct jvalue *record)
{
    return jvalue_text(jvalue_get(record, pack_list_shapes[list].id), TEXT_NONE);
}

static void read_files(struct checker *checker)
{
    for (int file = 0; file < PACK_FILE_COUNT; file++) {
        struct fault fault = {0};
        if (!pack_has_file(checker->files[PACK_FILE_PACK], (enum pack_file)file)) {
            continue;
        }
        if (!pack_read_file(checker->arena, checker->directory, checker->files[PACK_FILE_PACK],
                            (enum pack_file)file, &checker->files[file], &fault)) {
            checker->files[file] = NULL;
            check_add_fault(checker, (struct spot){(enum pack_file)file, TEXT_NONE, TEXT_NONE},
                            &fault);
        }
        if (checker->files[PACK_FILE_PACK] == NULL) {
            return; /* without it no other name is known */
        }
    }
}

static void check_files(struct checker *checker)
{
    check_shapes(checker);
    check_rules(checker);
    check_graph(checker);
    check_variants(checker);
    check_guides(checker);
    check_questions(checker);
    check_parks(checker);
    check_question_words(checker);
    check_benefits(checker);
    check_profile(checker);
    check_forms(checker);
    check_commitments(checker);
    check_dates(checker);
    check_clock(checker);
    check_rating(checker);
    check_delegations(checker);
    check_letters(checker);
    check_indicators(checker);
    check_appraisal(checker);
}

struct pack_findings pack_check(struct arena *arena, struct text directory)
{
    struct checker checker = {.arena = arena, .directory = directory};
    read_files(&checker);
    if (checker.files[PACK_FILE_PACK] != NULL) {
        check_files(&checker);
        check_corrections(&checker);
    }
    return (struct pack_findings){checker.findings, checker.count};
}

struct pack_findings pack_check_sources(struct arena *arena, const struct pack_sources *sources)
{
    struct checker checker = {.arena = arena, .directory = sources->directory};
    memcpy(checker.files, sources->files, sizeof checker.files);
    check_files(&checker);
    return (struct pack_findings){checker.findings, checker.count};
}
