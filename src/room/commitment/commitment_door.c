#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/commitment/commitment_rows.h"

static bool answer(struct command_run *run, int64_t id, struct fault *fault)
{
    run->answer.id = id;
    return commitment_version(run->store, id, &run->answer.version, fault);
}

/* -- signing -- */

struct signing {
    struct command_run *run;
    const struct commitment_sign *fields;
    struct commitment_case about;
    struct commitment_paper paper;
};

/* Before the decision, and where there is somebody who decides. */
static bool state_is_right(const struct signing *signing, struct fault *fault)
{
    static const char *const before[] = {"submitted", "received", "accepted"};
    for (size_t i = 0; i < COUNT_OF(before) && !signing->about.is_own; i++) {
        if (text_is(signing->about.state, before[i])) {
            return true;
        }
    }
    return fault_raise(fault, FAULT_COMMITMENT_LATE, TEXT_NONE, FAULT_NO_ARGS);
}

static bool find_paper(struct signing *signing, struct fault *fault)
{
    struct command_run *run = signing->run;
    const struct pack_record *variants[COMMITMENT_VARIANTS_MAX];
    size_t count = commitment_variants_of(city_pack(run->city), signing->about.code, variants,
                                          COUNT_OF(variants));
    for (size_t i = 0; i < count; i++) {
        if (text_equal(variants[i]->id, signing->fields->variant) &&
            (pack_in_force(variants[i], run->today) || i + 1 == count ||
             !text_equal(variants[i + 1]->id, variants[i]->id))) {
            commitment_paper_of(
                &(struct commitment_desk){run->arena, run->city, &signing->about, run->today},
                variants[i], &signing->paper);
            return true;
        }
    }
    return fault_refuse_field(fault, "variant", "该事项没有这种告知承诺办理方式",
                              "the item has no such way by commitment");
}

static bool refuse_offer(const struct signing *signing, enum commitment_offer offer,
                         const struct credit_mark *closing, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    static const struct {
        const char *zh, *en;
    } why[COMMITMENT_OFFER_COUNT] = {
        [COMMITMENT_OFFER_NOT_IN_FORCE] = {"该办理方式今天不在有效期内",
                                           "it is not in force today"},
        [COMMITMENT_OFFER_NO_RULE] = {"本市未定承诺书文本或核查单位",
                                      "the city has set no text or no unit that checks"},
        [COMMITMENT_OFFER_BARRED] = {"触及不可用承诺替代的底线", "a bottom line forbids it"},
        [COMMITMENT_OFFER_CLOSED] = {"项目情况不符合条件", "the facts do not meet its condition"},
        [COMMITMENT_OFFER_UNKNOWN] = {"条件所需的项目情况尚未填写",
                                      "facts that its condition asks for are missing"},
    };
    (void)signing;
    if (offer == COMMITMENT_OFFER_CREDIT) {
        return fault_raise(fault, FAULT_COMMITMENT_CREDIT, TEXT_NONE,
                           FAULT_ARGS(civil_date_write(closing->since, day)));
    }
    return fault_raise(fault, FAULT_COMMITMENT_NOT_OPEN, TEXT("variant"),
                       FAULT_ARGS(text_of(why[offer].zh), text_of(why[offer].en)));
}

static bool offer_is_open(const struct signing *signing, struct fault *fault)
{
    struct command_run *run = signing->run;
    const struct jvalue *given = NULL;
    struct credit_marks marks;
    const struct credit_mark *closing = NULL;
    struct facts *facts = facts_new(run->arena, city_pack(run->city)->spaces[PACK_SPACE_FACTS]);
    if (!commitment_facts(run->arena, run->store, &signing->about, &given, fault) ||
        !facts_read(facts, given, NULL, fault) ||
        !credit_open_of(run->arena, run->store,
                        &(struct credit_whose){signing->about.project, signing->about.enterprise},
                        &marks, fault)) {
        return false;
    }
    struct commitment_ground ground = {city_pack(run->city),
                                       signing->paper.variant,
                                       signing->paper.rule,
                                       signing->paper.text,
                                       facts,
                                       &marks,
                                       run->today};
    enum commitment_offer offer = commitment_offered(&ground, &closing);
    return offer == COMMITMENT_OFFER_OPEN || refuse_offer(signing, offer, closing, fault);
}

/* It signs what it had before it, not what the text may have become since. */
static bool paper_is_the_same(const struct signing *signing, struct fault *fault)
{
    struct commitment live;
    if (!signing->fields->agreed) {
        return fault_refuse_field(fault, "agreed", "须阅读承诺书并确认签署",
                                  "the text must be read and agreed to");
    }
    if (signing->fields->text_version != signing->paper.version ||
        !text_equal(signing->fields->digest, signing->paper.digest)) {
        return fault_raise(fault, FAULT_COMMITMENT_TEXT_MOVED, TEXT("digest"), FAULT_NO_ARGS);
    }
    if (!commitment_live_of(signing->run->arena, signing->run->store, signing->about.id, &live,
                            fault)) {
        return false;
    }
    return live.id == 0 ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("本办件已签署承诺"),
                                  TEXT("a commitment for this application is signed")));
}

static bool sign(const struct signing *signing, struct fault *fault)
{
    const struct commitment_paper *paper = &signing->paper;
    struct command_run *run = signing->run;
    struct commitment_signed body = {
        .application = signing->about.id,
        .variant = paper->variant->id,
        .class = paper->class,
        .code = signing->about.code,
        .item_name = signing->about.name,
        .org = signing->about.org,
        .checker = jvalue_text(jvalue_get(paper->rule->raw, "checker"), TEXT_NONE),
        .text_version = paper->version,
        .title = paper->title,
        .promise = paper->promise,
        .liability = paper->liability,
        .digest = paper->digest,
        .check_days = paper->check_days,
        .at_once = paper->at_once,
    };
    int64_t id = run_next_seq(run);
    struct event_about about = {0, signing->about.project, run->today};
    return run_emit(run, &commitment_signed_event, about, &body, fault) && answer(run, id, fault);
}

static bool perform_sign(struct command_run *run, const void *given, struct fault *fault)
{
    struct signing signing = {.run = run, .fields = given};
    struct sight sight = run_sight(run);
    return commitment_case_find(&sight, run->id, &signing.about, fault) &&
           state_is_right(&signing, fault) && find_paper(&signing, fault) &&
           offer_is_open(&signing, fault) && paper_is_the_same(&signing, fault) &&
           sign(&signing, fault);
}

/* -- checking -- */

static bool load(struct command_run *run, struct commitment *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    return commitment_find(&sight, run->id, out, fault) && run_version_is(run, out->version, fault);
}

static struct commitment_setting setting_of(const struct command_run *run,
                                            const struct commitment *commitment)
{
    return (struct commitment_setting){run->actor,
                                       pack_find(city_pack(run->city), PACK_COMMITMENT_RULES,
                                                 commitment->variant, CIVIL_DATE_NONE),
                                       city_calendar(run->city), run->today};
}

static bool emit(struct command_run *run, const struct commitment *commitment,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {commitment->id, commitment->project, run->today};
    return run_emit(run, kind, about, body, fault) && answer(run, commitment->id, fault);
}

static bool perform_check(struct command_run *run, const void *given, struct fault *fault)
{
    struct commitment commitment;
    struct commitment_checked body;
    if (!load(run, &commitment, fault)) {
        return false;
    }
    struct commitment_setting setting = setting_of(run, &commitment);
    if (!commitment_decide_check(&commitment, given, &setting, &body, fault)) {
        return false;
    }
    body.application = commitment.application;
    return emit(run, &commitment, &commitment_checked_event, &body, fault);
}

static bool perform_rectified(struct command_run *run, const void *given, struct fault *fault)
{
    const struct commitment_rectify *fields = given;
    struct commitment commitment;
    if (!load(run, &commitment, fault)) {
        return false;
    }
    struct commitment_setting setting = setting_of(run, &commitment);
    struct commitment_rectified body = {
        fields->note, fields->files,
        city_due(run->city, run->today, (int)commitment.check_days).day};
    return commitment_decide_rectify(&commitment, &setting, fault) &&
           commitment_files_are_of(run->arena, run->store, commitment.project, fields->files,
                                   fault) &&
           emit(run, &commitment, &commitment_rectified_event, &body, fault);
}

/* -- tasks and marks -- */

static bool task_is_ones_own(const struct commitment_task *task, const struct actor *actor,
                             struct fault *fault)
{
    bool is_mine =
        task->org.len > 0 ? text_equal(task->org, actor->org) : actor->role == ROLE_NAVIGATOR;
    if (!is_mine && actor->role != ROLE_SYSTEM) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由责任单位或代办员复核"),
                                      TEXT("the unit responsible, or the navigator, does this")));
    }
    return task->done_on == CIVIL_DATE_NONE ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("该复核任务已完成"), TEXT("this task is done already")));
}

static bool perform_task_done(struct command_run *run, const void *given, struct fault *fault)
{
    const struct commitment_task_finish *fields = given;
    struct sight sight = run_sight(run);
    struct commitment_task task;
    struct commitment_task_done body = {fields->outcome, fields->note};
    if (!commitment_task_find(&sight, run->id, &task, fault) ||
        !run_version_is(run, task.version, fault) || !task_is_ones_own(&task, run->actor, fault)) {
        return false;
    }
    struct event_about about = {task.id, task.project, run->today};
    run->answer = (struct answer){.id = task.id, .version = task.version + 1};
    return run_emit(run, &commitment_task_done_event, about, &body, fault);
}

static bool perform_repair(struct command_run *run, const void *given, struct fault *fault)
{
    const struct credit_repair *fields = given;
    struct sight sight = run_sight(run);
    struct credit_mark mark;
    struct credit_repaired body = {fields->document, fields->note};
    if (!credit_find(&sight, run->id, &mark, fault) || !run_version_is(run, mark.version, fault) ||
        !commitment_decide_repair(&mark, run->actor, fault)) {
        return false;
    }
    struct event_about about = {mark.id, mark.project, run->today};
    run->answer = (struct answer){.id = mark.id, .version = mark.version + 1};
    return run_emit(run, &credit_repaired_event, about, &body, fault);
}

/* -- what happens by itself -- */

/* A check whose day has passed is a record; nothing is decided by it. */
static bool perform_watch(struct command_run *run, const void *given, struct fault *fault)
{
    struct commitments missed;
    (void)given;
    if (!commitment_unchecked(run->arena, run->store, run->today, &missed, fault)) {
        return false;
    }
    for (size_t i = 0; i < missed.count; i++) {
        struct commitment_missed body = {missed.items[i].check_by, missed.items[i].application,
                                         missed.items[i].checker, missed.items[i].item_name};
        struct event_about about = {missed.items[i].id, missed.items[i].project, run->today};
        if (!run_emit(run, &commitment_missed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

#define ROLES_ENTERPRISE ROLE_BIT(ROLE_ENTERPRISE)

static const struct command_kind commands[] = {
    {"commitment.sign", "POST", "/applications/{id}/commitments", &commitment_sign_table,
     ROLES_ENTERPRISE, 0, "企业签署告知承诺书", "The enterprise signs a commitment", perform_sign},
    {"commitment.check", "POST", "/commitments/{id}/check", &commitment_check_table, ROLES_WORK, 0,
     "核查承诺", "Check a commitment", perform_check},
    {"commitment.rectified", "POST", "/commitments/{id}/rectified", &commitment_rectify_table,
     ROLES_ENTERPRISE, 0, "企业报告整改完成", "The enterprise reports the correction",
     perform_rectified},
    {"commitment.task_done", "POST", "/commitment-tasks/{id}/done", &commitment_task_finish_table,
     ROLES_WORK, 0, "复核依赖失效结果的事项", "Look at what relied on a result that is gone",
     perform_task_done},
    {"credit.repair", "POST", "/credit-marks/{id}/repair", &credit_repair_table, ROLES_WORK, 0,
     "核准信用修复", "Approve the repair of a credit record", perform_repair},
    {"commitment.watch", "POST", "", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE, "承诺核查逾期记录",
     "Record checks that were missed", perform_watch},
};

static const struct view_kind views[] = {
    {"commitment.offers", "/applications/{id}/commitments", NULL, ROLES_BUSINESS, 0,
     "办件可用的告知承诺", "Commitments open to an application", commitment_answer_offers},
    {"commitment.list", "/commitments", &commitment_query_table, ROLES_BUSINESS, 0, "告知承诺清单",
     "Commitments", commitment_answer_list},
    {"commitment.show", "/commitments/{id}", NULL, ROLES_BUSINESS, 0, "一件告知承诺",
     "One commitment", commitment_answer_one},
    {"commitment.tasks", "/commitment-tasks", &commitment_task_query_table,
     ROLES_WORK | ROLES_WATCHERS, 0, "级联复核清单", "What must be looked at again",
     commitment_answer_tasks},
    {"credit.list", "/credit-marks", &credit_query_table, ROLES_BUSINESS, 0, "信用记录",
     "Marks on the credit record", commitment_answer_marks},
};

static const struct event_kind *const events[] = {
    &commitment_signed_event,   &commitment_check_set_event, &commitment_missed_event,
    &commitment_checked_event,  &commitment_rectified_event, &commitment_voided_event,
    &commitment_task_set_event, &commitment_task_done_event, &credit_marked_event,
    &credit_repaired_event,
};

const struct room commitment_room = {
    .name = "commitment",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(commitment),
    .schema = {"commitment", 1, commitment_ddl},
};
