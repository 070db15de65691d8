#include "app/city.h"
#include "base/json_read.h"
#include "pack/pack.h"
#include "room/rating/rating.h"

const struct pack_record *rating_grade(const struct city *city, struct text code)
{
    return pack_find(city_pack(city), PACK_RATING_GRADES, code, CIVIL_DATE_NONE);
}

struct text rating_grade_name(const struct city *city, struct text code, enum language language)
{
    const struct pack_record *grade = rating_grade(city, code);
    return grade == NULL ? code : language == LANGUAGE_ZH ? grade->name : grade->name_en;
}

bool rating_grade_is_low(const struct city *city, struct text code)
{
    const struct pack_record *grade = rating_grade(city, code);
    return grade != NULL && jvalue_bool(jvalue_get(grade->raw, "low"), false);
}

static bool is_of_grade(const struct pack_record *reason, struct text grade)
{
    const struct jvalue *grades = jvalue_get(reason->raw, "grades");
    for (uint32_t i = 0; grades != NULL && i < grades->count; i++) {
        if (text_equal(jvalue_text(&grades->items[i], TEXT_NONE), grade)) {
            return true;
        }
    }
    return false;
}

bool rating_choice_is_right(const struct city *city, const struct rating_choice *choice,
                            struct fault *fault)
{
    if (rating_grade(city, choice->grade) == NULL) {
        return fault_refuse_field(fault, "grade", "没有这个评价等级", "there is no such grade");
    }
    for (size_t i = 0; i < choice->reasons.count; i++) {
        const struct pack_record *reason = pack_find(city_pack(city), PACK_RATING_REASONS,
                                                     choice->reasons.items[i], CIVIL_DATE_NONE);
        if (reason == NULL || !is_of_grade(reason, choice->grade) ||
            !text_equal(jvalue_text(jvalue_get(reason->raw, "channel"), TEXT_NONE),
                        choice->channel)) {
            return fault_refuse_field(fault, "reasons", "不是这个等级和渠道的原因",
                                      "not a reason of that grade and channel");
        }
    }
    return true;
}

void rating_write_reasons(struct json_writer *json, const struct view_run *run,
                          struct text_list reasons)
{
    json_name(json, "reasons");
    json_array(json);
    for (size_t i = 0; i < reasons.count; i++) {
        const struct pack_record *reason =
            pack_find(city_pack(run->city), PACK_RATING_REASONS, reasons.items[i], CIVIL_DATE_NONE);
        bool is_zh = run->actor->language == LANGUAGE_ZH;
        json_text(json, reason == NULL ? reasons.items[i] : is_zh ? reason->name : reason->name_en);
    }
    json_end(json);
}

const struct pack_record *rating_rule(const struct city *city, civil_date on)
{
    const struct pack_records *rules = &city_pack(city)->lists[PACK_RATING_RULES];
    for (uint32_t i = 0; i < rules->count; i++) {
        if (pack_in_force(&rules->items[i], on)) {
            return &rules->items[i];
        }
    }
    return NULL;
}

/* Without a rule of the city nothing of few is shown at all: five is the usual threshold of open
 * statistics. */
#define MINIMUM_USUAL 5

int64_t rating_minimum(const struct city *city, civil_date on)
{
    const struct pack_record *rule = rating_rule(city, on);
    return rule == NULL ? MINIMUM_USUAL
                        : jvalue_int(jvalue_get(rule->raw, "minimum"), MINIMUM_USUAL);
}

civil_date rating_until(const struct city *city, civil_date ended_on)
{
    return ended_on == CIVIL_DATE_NONE ? CIVIL_DATE_NONE
                                       : ended_on + city_limit(city, "rating_default", ended_on);
}
