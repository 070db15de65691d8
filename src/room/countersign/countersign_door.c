#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "room/countersign/countersign.h"

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_unit = text_is(text_of(field), "orgs");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_unit ? "会签单位" : "会签人员", is_unit ? "units" : "persons");
    return false;
}

struct wish {
    const struct text_list *orgs;
    struct text accounts;
};

/* The units are the pack's and take part from now on; the persons work in the deciding unit. */
static bool signers_are_right(struct command_run *run, const struct countersign *countersign,
                              const struct wish *wish, struct fault *fault)
{
    int64_t accounts[COUNTERSIGN_SIGNERS_MAX];
    size_t count = 0;
    if (!json_ids_read(run->arena, wish->accounts, accounts, COUNT_OF(accounts), &count)) {
        return refuse(fault, "accounts", "应为账号编号的列表，不重复",
                      "a list of ids of accounts, each once");
    }
    if (!countersign_decide_signers(countersign, wish->orgs, accounts, count, fault)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        bool is_of_unit = false;
        if (!casefile_has_person(run, countersign->by_org, accounts[i], &is_of_unit, fault)) {
            return false;
        }
        if (!is_of_unit) {
            return refuse(fault, "accounts", "该账号不是办理单位的在岗人员",
                          "no live account of the unit");
        }
    }
    for (size_t i = 0; i < wish->orgs->count; i++) {
        if (!city_is_unit(run->city, wish->orgs->items[i])) {
            return refuse(fault, "orgs", "数据包里没有这个单位", "the pack has no such unit");
        }
        if (!project_join(run, countersign->project, wish->orgs->items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_open(struct command_run *run, const void *given, struct fault *fault)
{
    const struct countersign_open *command = given;
    struct casefile casefile;
    if (!casefile_of_run(run, 0, &casefile, fault) ||
        !run_version_is(run, casefile.version, fault) ||
        !casefile_may_work(&casefile, run->actor, "发起会签", "have it countersigned", fault)) {
        return false;
    }
    struct countersign fresh = {.project = casefile.project, .by_org = casefile.org};
    struct wish wish = {&command->orgs, command->accounts};
    struct countersign_opened body = {.application = casefile.id,
                                      .by_org = casefile.org,
                                      .mode = command->mode,
                                      .purpose = command->purpose,
                                      .accounts = command->accounts,
                                      .orgs = command->orgs};
    if (!signers_are_right(run, &fresh, &wish, fault)) {
        return false;
    }
    struct event_about about = {0, casefile.project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &countersign_opened_event, about, &body, fault);
}

/* The countersigning and its case, where the actor may see the project. */
static bool load(struct command_run *run, struct countersign *out, struct casefile *casefile,
                 struct fault *fault)
{
    if (!countersign_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    if (out->id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return casefile_of_run(run, out->application, casefile, fault) &&
           run_version_is(run, out->version, fault);
}

static bool load_ours(struct command_run *run, struct countersign *out, struct fault *fault)
{
    struct casefile casefile;
    return load(run, out, &casefile, fault) &&
           (casefile_is_of_unit(&casefile, run->actor) ||
            fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                        FAULT_ARGS(TEXT("由发起会签的单位操作"),
                                   TEXT("the unit that opened it does this"))));
}

static bool emit(struct command_run *run, const struct countersign *countersign,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {countersign->id, countersign->project, run->today};
    run->answer = (struct answer){.id = countersign->id, .version = countersign->version + 1};
    return run_emit(run, kind, about, body, fault);
}

static bool perform_sign(struct command_run *run, const void *given, struct fault *fault)
{
    const struct countersign_sign *command = given;
    struct countersign countersign;
    struct casefile casefile;
    const struct countersign_signer *signer = NULL;
    struct countersign_signer after[COUNTERSIGN_SIGNERS_MAX];
    if (!load(run, &countersign, &casefile, fault) ||
        !countersign_decide_sign(&countersign, command, run->actor, &signer, fault)) {
        return false;
    }
    for (size_t i = 0; i < countersign.signer_count; i++) {
        after[i] = countersign.signers[i];
        if (after[i].position == signer->position) {
            after[i].answer =
                text_is(command->opinion, "agree") ? COUNTERSIGN_AGREES : COUNTERSIGN_DISAGREES;
        }
    }
    enum countersign_state state =
        countersign_outcome(countersign.mode, after, countersign.signer_count);
    struct countersign_signed body = {signer->position, command->opinion, command->note,
                                      text_of(countersign_state_code(state))};
    return emit(run, &countersign, &countersign_signed_event, &body, fault);
}

static bool perform_add(struct command_run *run, const void *given, struct fault *fault)
{
    const struct countersign_add *command = given;
    struct countersign countersign;
    struct wish wish = {&command->orgs, command->accounts};
    if (!load_ours(run, &countersign, fault) ||
        !countersign_is_open(&countersign, "加签", "add a signer", run->actor->language, fault) ||
        !signers_are_right(run, &countersign, &wish, fault)) {
        return false;
    }
    struct countersign_added body = {command->orgs, command->accounts, command->reason,
                                     (int64_t)countersign.signer_count};
    return emit(run, &countersign, &countersign_added_event, &body, fault);
}

static bool perform_remove(struct command_run *run, const void *given, struct fault *fault)
{
    const struct countersign_remove *command = given;
    struct countersign countersign;
    enum countersign_state state = COUNTERSIGN_OPEN;
    if (!load_ours(run, &countersign, fault) ||
        !countersign_decide_remove(&countersign, command->position, run->actor->language, &state,
                                   fault)) {
        return false;
    }
    struct countersign_removed body = {command->position, command->reason,
                                       text_of(countersign_state_code(state))};
    return emit(run, &countersign, &countersign_removed_event, &body, fault);
}

static bool perform_cancel(struct command_run *run, const void *given, struct fault *fault)
{
    const struct countersign_cancel *command = given;
    struct countersign countersign;
    struct countersign_cancelled body = {command->reason};
    return load_ours(run, &countersign, fault) &&
           countersign_is_open(&countersign, "撤销会签", "cancel it", run->actor->language,
                               fault) &&
           emit(run, &countersign, &countersign_cancelled_event, &body, fault);
}

bool countersign_end_all(struct command_run *run, int64_t application, struct text reason,
                         struct fault *fault)
{
    struct countersigns all;
    struct countersign_cancelled body = {reason};
    if (!countersign_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        struct event_about about = {all.items[i].id, all.items[i].project, run->today};
        if (all.items[i].state == COUNTERSIGN_OPEN &&
            !run_emit(run, &countersign_cancelled_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- JSON -- */

static void write_signer(struct json_writer *json, const struct view_run *run,
                         const struct countersign *countersign,
                         const struct countersign_signer *signer)
{
    static const char *const answers[] = {"waiting", "agree", "disagree", "removed"};
    struct text org = signer->account != 0 ? countersign->by_org : signer->org;
    json_object(json);
    json_member_int(json, "position", signer->position);
    json_member_text(json, "org", org);
    json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
    json_member_int_if(json, "account_id", signer->account != 0, signer->account);
    json_member_text_or_null(json, "name", signer->name);
    json_member_text(json, "answer", text_of(answers[signer->answer]));
    json_member_text_or_null(json, "note", signer->note);
    json_member_date(json, "answered_on", signer->answered_on);
    json_end(json);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct countersign *countersign, const struct casefile *casefile)
{
    bool is_open = countersign->state == COUNTERSIGN_OPEN;
    json_name(json, "may");
    json_array(json);
    if (is_open && countersign_signer_of(countersign, run->actor) != NULL) {
        json_text(json, TEXT("sign"));
    }
    if (is_open && casefile_is_of_unit(casefile, run->actor)) {
        json_text(json, TEXT("add"));
        json_text(json, TEXT("remove"));
        json_text(json, TEXT("cancel"));
    }
    json_end(json);
}

void countersign_write(struct json_writer *json, const struct view_run *run,
                       const struct countersign *countersign, const struct casefile *casefile)
{
    bool is_any = countersign->mode == COUNTERSIGN_ANY;
    json_object(json);
    json_member_int(json, "id", countersign->id);
    json_member_int(json, "version", countersign->version);
    casefile_write(json, run, casefile);
    json_member_text(json, "mode", is_any ? TEXT("any") : TEXT("all"));
    json_member_text(json, "purpose", countersign->purpose);
    json_member_text(json, "state", text_of(countersign_state_code(countersign->state)));
    json_member_date(json, "opened_on", countersign->opened_on);
    json_member_date(json, "closed_on", countersign->closed_on);
    json_member_text_or_null(json, "reason", countersign->reason);
    json_name(json, "signers");
    json_array(json);
    for (size_t i = 0; i < countersign->signer_count; i++) {
        write_signer(json, run, countersign, &countersign->signers[i]);
    }
    json_end(json);
    write_may(json, run, countersign, casefile);
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct countersigns list;
    if (!countersign_of_person(run->arena, run->store, run->actor, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        struct casefile casefile;
        struct fault unseen = {.code = FAULT_NONE};
        if (casefile_of_view(run, list.items[i].application, &casefile, &unseen)) {
            countersign_write(json, run, &list.items[i], &casefile);
        } else if (unseen.code != FAULT_NOT_FOUND) {
            *fault = unseen;
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"countersign.open", "POST", "/applications/{id}/countersigns", &countersign_open_table,
     ROLES_WORK, 0, "发起会签或或签", "Have a decision countersigned", perform_open},
    {"countersign.sign", "POST", "/countersigns/{id}/sign", &countersign_sign_table, ROLES_WORK, 0,
     "会签", "Sign, or say no", perform_sign},
    {"countersign.add", "POST", "/countersigns/{id}/add", &countersign_add_table, ROLES_WORK, 0,
     "加签", "Add a signer", perform_add},
    {"countersign.remove", "POST", "/countersigns/{id}/remove", &countersign_remove_table,
     ROLES_WORK, 0, "减签", "Take a signer out", perform_remove},
    {"countersign.cancel", "POST", "/countersigns/{id}/cancel", &countersign_cancel_table,
     ROLES_WORK, 0, "撤销会签", "Cancel a countersigning", perform_cancel},
};

static const struct view_kind views[] = {
    {"countersign.list", "/countersigns", NULL, ROLES_WORK, 0, "待我会签",
     "What waits for one's signature", answer_list},
};

static const struct event_kind *const events[] = {
    &countersign_opened_event, &countersign_signed_event, &countersign_added_event,
    &countersign_removed_event, &countersign_cancelled_event};

const struct room countersign_room = {
    .name = "countersign",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(countersign),
    .schema = {"countersign", 1, countersign_ddl},
};
