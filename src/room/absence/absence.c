#include "room/absence/absence.h"

static const char *const kinds[] = {"leave", "travel", "training", "other", NULL};
static const char *const kinds_words[][2] = {
    {"休假", "leave"}, {"出差", "business trip"}, {"培训", "training"}, {"其他", "other"}};
static const struct field note_fields[] = {
    FIELD(absence_note, account_id, ID, .names = "navigator", .zh = "代办员", .en = "navigator"),
    FIELD(absence_note, substitute_id, ID, .names = "navigator", .required = true, .zh = "代班人",
          .en = "substitute"),
    FIELD(absence_note, from, DATE, .required = true, .zh = "自", .en = "from"),
    FIELD(absence_note, until, DATE, .required = true, .zh = "至", .en = "until"),
    FIELD(absence_note, kind, CHOICE, .required = true, .choices = kinds, .words = kinds_words,
          .zh = "事由", .en = "kind"),
};
const struct field_table absence_note_table = FIELD_TABLE(absence_note, note_fields);

static const struct field noted_fields[] = {
    FIELD(absence_noted, account, ID, .required = true, .zh = "代办员", .en = "navigator"),
    FIELD(absence_noted, substitute, ID, .required = true, .zh = "代班人", .en = "substitute"),
    FIELD(absence_noted, from, DATE, .required = true, .zh = "自", .en = "from"),
    FIELD(absence_noted, until, DATE, .required = true, .zh = "至", .en = "until"),
    FIELD(absence_noted, kind, CHOICE, .required = true, .choices = kinds, .words = kinds_words,
          .zh = "事由", .en = "kind"),
};
static const struct field_table noted_table = FIELD_TABLE(absence_noted, noted_fields);

static const struct field turned_fields[] = {
    FIELD(absence_turned, projects, TEXTS, .max = ABSENCE_PROJECTS_MAX, .zh = "项目",
          .en = "projects"),
};
static const struct field_table turned_table = FIELD_TABLE(absence_turned, turned_fields);

const struct event_kind absence_noted_event = {
    "absence.noted", &noted_table, absence_record_noted, "登记离岗与代班", "absence noted", true};
const struct event_kind absence_begun_event = {"absence.begun",
                                               &turned_table,
                                               absence_record_begun,
                                               "代班开始",
                                               "the substitute took over",
                                               true};
const struct event_kind absence_ended_event = {
    "absence.ended", &turned_table, absence_record_ended, "提前返岗", "absence ended early", true};
const struct event_kind absence_over_event = {
    "absence.over", &turned_table, absence_record_over, "代班结束", "the projects are back", true};

#define AHEAD_MAX 400 /* days: more is a slip of the pen */

static bool is_away(const struct absence *one, int64_t account, const struct absence_note *command)
{
    return one->account == account && one->ended_on == CIVIL_DATE_NONE &&
           one->from <= command->until && one->until >= command->from;
}

bool absence_decide(const struct absence_terms *terms, const struct absence_note *command,
                    struct fault *fault)
{
    if (command->from < terms->today || command->until < command->from ||
        command->until > terms->today + AHEAD_MAX) {
        return fault_refuse_field(fault, "until", "应自今天或以后开始，止于开始日之后一年内",
                                  "from today on, and an end after it within a year");
    }
    if (command->substitute_id == terms->account) {
        return fault_refuse_field(fault, "substitute_id", "代班人应为另一人", "somebody else");
    }
    for (size_t i = 0; i < terms->all->count; i++) {
        const struct absence *one = &terms->all->items[i];
        bool stands_in = one->substitute == terms->account && one->ended_on == CIVIL_DATE_NONE &&
                         one->from <= command->until && one->until >= command->from;
        if (is_away(one, terms->account, command)) {
            return fault_refuse_field(fault, "from", "与已登记的离岗重叠",
                                      "overlaps an absence already noted");
        }
        if (is_away(one, command->substitute_id, command) || stands_in) {
            return fault_refuse_field(
                fault, "substitute_id", "此期间代班人离岗，或正为他人代班",
                "the substitute is away then, or this person stands in for another");
        }
    }
    return true;
}
