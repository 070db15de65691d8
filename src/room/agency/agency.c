#include "room/agency/agency.h"

#include "pack/pack.h"

static const char *const codes[] = {"drafted", "in_force", "replaced", "ended"};

const char *agency_state_code(enum agency_state state)
{
    return codes[state];
}

static const struct field draft_fields[] = {
    FIELD(agency_draft, stages, TEXTS, .names = "stages", .required = true, .zh = "委托的阶段",
          .en = "stages entrusted"),
    FIELD(agency_draft, until, DATE, .zh = "期限", .en = "until"),
    FIELD(agency_draft, note, TEXT, .max = 2000, .multiline = true, .zh = "约定或变更说明",
          .en = "terms, or why it changes"),
};
const struct field_table agency_draft_table = FIELD_TABLE(agency_draft, draft_fields);

static const struct field end_fields[] = {
    FIELD(agency_end, reason, TEXT, .required = true, .max = 2000, .multiline = true, .zh = "理由",
          .en = "reason"),
};
const struct field_table agency_end_table = FIELD_TABLE(agency_end, end_fields);

static const char *const sides[] = {"centre", "enterprise", NULL};
static const struct field signed_fields[] = {
    FIELD(agency_signed, side, CHOICE, .required = true, .choices = sides, .zh = "签署方",
          .en = "side"),
};
static const struct field_table signed_table = FIELD_TABLE(agency_signed, signed_fields);

static const struct field in_force_fields[] = {
    FIELD(agency_in_force, stages, TEXTS, .names = "stages", .required = true, .zh = "委托的阶段",
          .en = "stages entrusted"),
    FIELD(agency_in_force, until, DATE, .zh = "期限", .en = "until"),
    FIELD(agency_in_force, replaces, ID, .zh = "替代的协议", .en = "replaces"),
};
static const struct field_table in_force_table = FIELD_TABLE(agency_in_force, in_force_fields);

const struct event_kind agency_drafted_event = {
    "agency.drafted", &agency_draft_table,           agency_record_drafted,
    "起草代办协议",   "agreement on agency drafted", false};
const struct event_kind agency_signed_event = {"agency.signed",
                                               &signed_table,
                                               agency_record_signed,
                                               "签署代办协议",
                                               "agreement on agency signed by a side",
                                               false};
const struct event_kind agency_in_force_event = {"agency.in_force",
                                                 &in_force_table,
                                                 agency_record_in_force,
                                                 "代办协议生效",
                                                 "agreement on agency in force",
                                                 false};
const struct event_kind agency_ended_event = {
    "agency.ended", &agency_end_table,           agency_record_ended,
    "终止代办协议", "agreement on agency ended", false};

const char *agency_side(enum role role)
{
    return role == ROLE_ENTERPRISE ? "enterprise" : "centre";
}

const struct agency *agency_that_holds(const struct agencies *all)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].state == AGENCY_IN_FORCE) {
            return &all->items[i];
        }
    }
    return NULL;
}

bool agency_decide_draft(const struct agency_asked *asked, const struct agencies *all,
                         const struct agency_draft *command, struct fault *fault)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].state == AGENCY_DRAFTED) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                               FAULT_ARGS(TEXT("已有一份协议等待签署，可先终止"),
                                          TEXT("a draft waits to be signed; end it first")));
        }
    }
    for (size_t i = 0; i < command->stages.count; i++) {
        if (pack_find(asked->pack, PACK_STAGES, command->stages.items[i], asked->today) == NULL) {
            return fault_refuse_field(fault, "stages", "数据包里没有这个阶段",
                                      "the pack has no such stage");
        }
    }
    return command->until == CIVIL_DATE_NONE || command->until >= asked->today ||
           fault_refuse_field(fault, "until", "应为今天或以后的日期", "today or later");
}

bool agency_decide_sign(const struct agency *agency, const char *side, civil_date today,
                        struct fault *fault)
{
    bool is_enterprise = text_is(text_of(side), "enterprise");
    civil_date signed_on = is_enterprise ? agency->enterprise_on : agency->centre_on;
    if (agency->state != AGENCY_DRAFTED) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("协议已生效或已终止"), TEXT("it is in force or has ended")));
    }
    if (signed_on != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("本方已签署"), TEXT("this side has signed")));
    }
    return agency->until == CIVIL_DATE_NONE || agency->until >= today ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("期限已过，请终止后重新起草"),
                                  TEXT("its last day is over: end it and draft another")));
}

bool agency_decide_end(const struct agency *agency, struct fault *fault)
{
    return agency->state == AGENCY_DRAFTED || agency->state == AGENCY_IN_FORCE ||
           fault_raise(
               fault, FAULT_ALREADY_DONE, TEXT_NONE,
               FAULT_ARGS(TEXT("协议已终止或已被替代"), TEXT("it has ended or was replaced")));
}
