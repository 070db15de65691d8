#include "room/navigator/navigator_profile.h"

#include "app/city.h"
#include "base/json_read.h"
#include "pack/pack.h"

#define NOTE(type)                                                                                 \
    FIELD(type, note, TEXT, .max = 500, .multiline = true, .zh = "说明", .en = "note")
#define PROFILE_FIELDS                                                                             \
    FIELD(navigator_profile, skills, TEXTS, .names = "skills", .zh = "技能", .en = "skills"),      \
        FIELD(navigator_profile, languages, TEXTS, .names = "languages", .zh = "语言",             \
              .en = "languages"),                                                                  \
        FIELD(navigator_profile, districts, TEXTS, .names = "districts", .zh = "服务区县",         \
              .en = "districts served"),                                                           \
        FIELD(navigator_profile, full_load, INT, .min = 0, .max = 500, .zh = "在办上限",           \
              .en = "most projects"),                                                              \
        NOTE(navigator_profile)

static const struct field profile_fields[] = {PROFILE_FIELDS};
const struct field_table navigator_profile_table = FIELD_TABLE(navigator_profile, profile_fields);

static const struct field profiled_fields[] = {
    FIELD(navigator_profile, account, ID, .required = true, .zh = "代办员", .en = "navigator"),
    PROFILE_FIELDS};
static const struct field_table profiled_table = FIELD_TABLE(navigator_profile, profiled_fields);

static const char *const acts[] = {"enrolled", "attended", "passed", "failed", NULL};
static const char *const acts_words[][2] = {
    {"报名", "enrolled"}, {"参加", "attended"}, {"考核合格", "passed"}, {"考核不合格", "failed"}};
#define TRAINING_FIELDS                                                                            \
    FIELD(navigator_training, course, TEXT, .names = "courses", .required = true, .max = 60,       \
          .zh = "课程", .en = "course"),                                                           \
        FIELD(navigator_training, act, CHOICE, .required = true, .choices = acts,                  \
              .words = acts_words, .zh = "登记", .en = "step"),                                    \
        FIELD(navigator_training, on, DATE, .zh = "日期", .en = "day"), NOTE(navigator_training)

static const struct field training_fields[] = {TRAINING_FIELDS};
const struct field_table navigator_training_table =
    FIELD_TABLE(navigator_training, training_fields);

static const struct field trained_fields[] = {
    FIELD(navigator_training, account, ID, .required = true, .zh = "代办员", .en = "navigator"),
    FIELD(navigator_training, valid_until, DATE, .zh = "有效至", .en = "valid until"),
    TRAINING_FIELDS};
static const struct field_table trained_table = FIELD_TABLE(navigator_training, trained_fields);

const struct event_kind navigator_profiled_event = {
    "navigator.profiled",           &profiled_table,
    navigator_record_profiled,      "登记代办员档案",
    "profile of a navigator noted", true};
const struct event_kind navigator_trained_event = {"navigator.trained",
                                                   &trained_table,
                                                   navigator_record_trained,
                                                   "登记代办员培训",
                                                   "training of a navigator noted",
                                                   true};

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                FAULT_ARGS(TEXT("数据包里没有这个代码"), TEXT("the pack has no such code")));
    fault_label(fault, zh, en);
    return false;
}

static bool are_known(const struct pack *pack, enum pack_list list, struct text_list ids,
                      civil_date today)
{
    bool known = true;
    for (size_t i = 0; i < ids.count; i++) {
        known = known && pack_find(pack, list, ids.items[i], today) != NULL;
    }
    return known;
}

bool navigator_profile_is_known(const struct city *city, const struct navigator_profile *profile,
                                civil_date today, struct fault *fault)
{
    const struct pack *pack = city_pack(city);
    for (size_t i = 0; i < profile->districts.count; i++) {
        if (!city_has_district(city, profile->districts.items[i])) {
            return refuse(fault, "districts", "服务区县", "districts served");
        }
    }
    return (are_known(pack, PACK_SKILLS, profile->skills, today) ||
            refuse(fault, "skills", "技能", "skills")) &&
           (are_known(pack, PACK_LANGUAGES, profile->languages, today) ||
            refuse(fault, "languages", "语言", "languages"));
}

bool navigator_decide_training(const struct pack *pack, struct navigator_training *step,
                               civil_date today, struct fault *fault)
{
    const struct pack_record *course = pack_find(pack, PACK_COURSES, step->course, today);
    if (course == NULL) {
        return refuse(fault, "course", "课程", "course");
    }
    step->on = step->on == CIVIL_DATE_NONE ? today : step->on;
    /* One enrols for a day to come; what was attended or passed has been. */
    if (step->on > today && !text_is(step->act, "enrolled")) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("on"), FAULT_NO_ARGS);
        fault_label(fault, "日期", "day");
        return false;
    }
    int64_t months = jvalue_int(jvalue_get(course->raw, "valid_months"), 0);
    bool expires = text_is(step->act, "passed") && months > 0;
    step->valid_until = expires ? civil_date_months_after(step->on, months) : CIVIL_DATE_NONE;
    return true;
}

struct navigator_standing navigator_stands(const struct navigator_trainings *steps, int64_t account,
                                           const struct pack_record *course, civil_date today)
{
    struct navigator_standing now = {"", CIVIL_DATE_NONE, CIVIL_DATE_NONE};
    const struct navigator_training *last = NULL;
    const struct navigator_training *pass = NULL;
    for (size_t i = 0; i < steps->count; i++) {
        const struct navigator_training *step = &steps->items[i];
        if (step->account == account && text_equal(step->course, course->id)) {
            last = step;
            pass = text_is(step->act, "passed") ? step : pass;
        }
    }
    if (last == NULL) {
        return now;
    }
    if (pass == NULL) {
        for (size_t i = 0; acts[i] != NULL; i++) {
            now.state = text_is(last->act, acts[i]) ? acts[i] : now.state;
        }
        now.on = last->on;
        return now;
    }
    int64_t ahead = jvalue_int(jvalue_get(course->raw, "remind_days"), 0);
    now = (struct navigator_standing){"valid", pass->on, pass->valid_until};
    if (pass->valid_until != CIVIL_DATE_NONE) {
        now.state = pass->valid_until < today                     ? "expired"
                    : (int64_t)pass->valid_until - today <= ahead ? "soon"
                                                                  : "valid";
    }
    return now;
}
