#include "room/countersign/countersign.h"

#define LONG .max = 2000, .multiline = true
#define ORGS(type)                                                                                 \
    FIELD(type, orgs, TEXTS, .names = "units", .max = 20, .zh = "会签单位", .en = "units")
#define ACCOUNTS(type) FIELD(type, accounts, JSON, .zh = "会签人员", .en = "persons")
#define REASON(type, label)                                                                        \
    FIELD(type, reason, TEXT, .required = true, LONG, .zh = label, .en = "reason")

static const char *const modes[] = {"all", "any", NULL};
static const char *const modes_words[][2] = {{"须全部会签", "all must sign"},
                                             {"一人会签即可", "any one signs"}};
static const char *const opinions[] = {"agree", "disagree", NULL};
static const char *const opinions_words[][2] = {{"同意", "agree"}, {"不同意", "disagree"}};
static const char *const states[] = {"open", "agreed", "declined", NULL};

static const struct field open_fields[] = {
    FIELD(countersign_open, mode, CHOICE, .required = true, .choices = modes, .words = modes_words,
          .zh = "会签方式", .en = "all or any"),
    FIELD(countersign_open, purpose, TEXT, .required = true, LONG, .zh = "会签事项",
          .en = "what is signed"),
    ORGS(countersign_open),
    ACCOUNTS(countersign_open),
};
const struct field_table countersign_open_table = FIELD_TABLE(countersign_open, open_fields);

static const struct field sign_fields[] = {
    FIELD(countersign_sign, opinion, CHOICE, .required = true, .choices = opinions,
          .words = opinions_words, .zh = "会签结论", .en = "answer"),
    FIELD(countersign_sign, note, TEXT, LONG, .zh = "意见", .en = "note"),
};
const struct field_table countersign_sign_table = FIELD_TABLE(countersign_sign, sign_fields);

static const struct field add_fields[] = {ORGS(countersign_add), ACCOUNTS(countersign_add),
                                          REASON(countersign_add, "加签理由")};
const struct field_table countersign_add_table = FIELD_TABLE(countersign_add, add_fields);

static const struct field remove_fields[] = {
    FIELD(countersign_remove, position, INT, .min = 0, .max = COUNTERSIGN_SIGNERS_MAX, .zh = "减签",
          .en = "who is taken out"),
    REASON(countersign_remove, "减签理由"),
};
const struct field_table countersign_remove_table = FIELD_TABLE(countersign_remove, remove_fields);

static const struct field cancel_fields[] = {REASON(countersign_cancel, "撤销理由")};
const struct field_table countersign_cancel_table = FIELD_TABLE(countersign_cancel, cancel_fields);

static const struct field opened_fields[] = {
    FIELD(countersign_opened, application, ID, .required = true, .zh = "办件", .en = "application"),
    FIELD(countersign_opened, by_org, TEXT, .required = true, .zh = "发起单位", .en = "unit"),
    FIELD(countersign_opened, mode, CHOICE, .required = true, .choices = modes,
          .words = modes_words, .zh = "会签方式", .en = "all or any"),
    FIELD(countersign_opened, purpose, TEXT, .required = true, LONG, .zh = "会签事项",
          .en = "what is signed"),
    ORGS(countersign_opened),
    ACCOUNTS(countersign_opened),
};
static const struct field_table opened_table = FIELD_TABLE(countersign_opened, opened_fields);

static const struct field signed_fields[] = {
    FIELD(countersign_signed, position, INT, .zh = "第几位", .en = "which"),
    FIELD(countersign_signed, opinion, CHOICE, .required = true, .choices = opinions,
          .words = opinions_words, .zh = "会签结论", .en = "answer"),
    FIELD(countersign_signed, note, TEXT, LONG, .zh = "意见", .en = "note"),
    FIELD(countersign_signed, state, CHOICE, .required = true, .choices = states, .zh = "会签状态",
          .en = "what it came to"),
};
static const struct field_table signed_table = FIELD_TABLE(countersign_signed, signed_fields);

static const struct field added_fields[] = {
    ORGS(countersign_added), ACCOUNTS(countersign_added), REASON(countersign_added, "加签理由"),
    FIELD(countersign_added, first, INT, .zh = "第几位起", .en = "from which on")};
static const struct field_table added_table = FIELD_TABLE(countersign_added, added_fields);

static const struct field removed_fields[] = {
    FIELD(countersign_removed, position, INT, .zh = "第几位", .en = "which"),
    REASON(countersign_removed, "减签理由"),
    FIELD(countersign_removed, state, CHOICE, .required = true, .choices = states, .zh = "会签状态",
          .en = "what it came to"),
};
static const struct field_table removed_table = FIELD_TABLE(countersign_removed, removed_fields);

static const struct field cancelled_fields[] = {REASON(countersign_cancelled, "撤销理由")};
static const struct field_table cancelled_table =
    FIELD_TABLE(countersign_cancelled, cancelled_fields);

const struct event_kind countersign_opened_event = {"countersign.opened",      &opened_table,
                                                    countersign_record_opened, "发起会签",
                                                    "countersigning opened",   true};
const struct event_kind countersign_signed_event = {
    "countersign.signed", &signed_table, countersign_record_signed, "会签", "countersigned", true};
const struct event_kind countersign_added_event = {
    "countersign.added", &added_table, countersign_record_added, "加签", "a signer added", true};
const struct event_kind countersign_removed_event = {"countersign.removed",      &removed_table,
                                                     countersign_record_removed, "减签",
                                                     "a signer taken out",       true};
const struct event_kind countersign_cancelled_event = {
    "countersign.cancelled",      &cancelled_table,
    countersign_record_cancelled, "撤销会签",
    "countersigning cancelled",   true};
