#include "pack/questionnaire.h"

#include "base/arena.h"

/* Counted from 1; 0 where the field is asked alone. */
static uint32_t group_of(const struct pack *pack, struct text field)
{
    const struct pack_records *groups = &pack->lists[PACK_QUESTION_GROUPS];
    for (uint32_t i = 0; i < groups->count; i++) {
        const struct jvalue *names = jvalue_get(groups->items[i].raw, "fields");
        for (uint32_t j = 0; j < names->count; j++) {
            if (text_equal(jvalue_text(&names->items[j], TEXT_NONE), field)) {
                return i + 1;
            }
        }
    }
    return 0;
}

static struct text name_of(const struct questionnaire *of, uint32_t question)
{
    const struct fact_space *space = of->pack->spaces[PACK_SPACE_FACTS];
    return fact_space_field(space, guide_rules_field(of->rules, question))->name;
}

const struct pack_record *questionnaire_group(const struct questionnaire *of, uint32_t question)
{
    uint32_t group = group_of(of->pack, name_of(of, question));
    return group == 0 ? NULL : &of->pack->lists[PACK_QUESTION_GROUPS].items[group - 1];
}

bool questionnaire_open(struct arena *arena, const struct pack *pack, civil_date on,
                        struct questionnaire *out, struct fault *fault)
{
    const struct pack_records *items = &pack->lists[PACK_ITEMS];
    struct text *codes = arena_array(arena, struct text, items->count);
    struct text *sure = arena_array(arena, struct text, items->count);
    const struct rule **rules = arena_array(arena, const struct rule *, items->count);
    *out = (struct questionnaire){.pack = pack, .codes = codes, .sure = {sure, 0}};
    for (uint32_t i = 0; i < items->count; i++) {
        const struct pack_record *item = &items->items[i];
        if (pack_in_force(item, on) && item->rule != NULL) {
            codes[out->count] = item->id;
            rules[out->count++] = item->rule;
        } else if (pack_in_force(item, on)) {
            sure[out->sure.count++] = item->id;
        }
    }
    struct guide_conditions conditions = {pack->spaces[PACK_SPACE_FACTS], rules, out->count};
    struct guide_sample sample = {NULL, 0};
    struct guide_rules *made = NULL;
    if (!guide_rules_open(arena, &conditions, &sample, &made, fault)) {
        return false;
    }
    out->rules = made;
    for (uint32_t i = 0; i < guide_question_count(guide_rules_guide(made)); i++) {
        guide_rules_group(made, i, group_of(pack, name_of(out, i)));
    }
    return true;
}
