#include "flow/validity_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "flow/commitment_flow.h"
#include "pack/pack.h"
#include "room/application/application_kinds.h"
#include "room/certificate/certificate.h"
#include "room/commitment/commitment_store.h"
#include "room/milestone/milestone.h"
#include "room/planning/planning.h"
#include "room/validity/validity.h"

static const struct pack_record *rule_of(const struct command_run *run, struct text code)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *rule = pack_find(pack, PACK_EXPIRIES, code, CIVIL_DATE_NONE);
    return rule != NULL ? rule : pack_find(pack, PACK_EXPIRIES, TEXT("other"), CIVIL_DATE_NONE);
}

static bool watch_result(const struct flow_step *step, struct fault *fault)
{
    const struct application_decided *decided = step->event->body;
    struct command_run *run = step->run;
    struct application application;
    struct validity_watched body = {0};
    if (!flow_application(step, step->event->subject, &application, fault)) {
        return false;
    }
    struct validity_granted granted = {rule_of(run, application.code), step->event->happened_on,
                                       decided->valid_until, run->arena};
    if (!validity_of_result(&granted, &body)) {
        return true;
    }
    body.kind = TEXT("result");
    body.code = application.code;
    body.name = application.name;
    body.org = application.org;
    body.source = application.id;
    body.document = decided->document;
    body.topic = TEXT_NONE;
    struct event_about about = {0, application.project, step->event->happened_on};
    return run_emit(run, &validity_watched_event, about, &body, fault);
}

const struct flow_action flow_watch_result = {"watch_result", "监控办理结果的有效期",
                                              "watch how long a result holds", watch_result};

static bool end_one(const struct flow_step *step, const struct validity *one, struct fault *fault)
{
    struct validity_ended body = {.reason = text_of(step->event->kind->name)};
    struct event_about about = {one->id, one->project, step->event->happened_on};
    return run_emit(step->run, &validity_ended_event, about, &body, fault);
}

/* A milestone ends what waited for it; a result that is gone is watched no more. */
static bool end_watch(const struct flow_step *step, struct fault *fault)
{
    struct validities running;
    struct text milestone = jvalue_text(jvalue_get(step->body, "milestone"), TEXT_NONE);
    if (!validity_running(step->run->arena, step->run->store, step->event->project, &running,
                          fault)) {
        return false;
    }
    for (size_t i = 0; i < running.count; i++) {
        const struct validity *one = &running.items[i];
        bool is_over = milestone.len > 0 ? text_equal(one->ends_with, milestone)
                                         : one->source == step->event->subject ||
                                               one->about == step->event->subject;
        if (is_over && !end_one(step, one, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action flow_end_watch = {"end_watch", "结束有效期监控", "watch it no more",
                                           end_watch};

static bool void_on_lapse(const struct flow_step *step, struct fault *fault)
{
    const struct validity_lapsed *lapsed = step->event->body;
    struct application application;
    if (lapsed->source == 0) {
        return true;
    }
    if (!flow_application(step, lapsed->source, &application, fault)) {
        return false;
    }
    if (!application_state_is_done(application.state)) {
        return true;
    }
    const struct pack_record *rule = rule_of(step->run, application.code);
    struct application_revoked body = {
        .reason = TEXT("有效期届满,自行失效"),
        .basis = jvalue_text(jvalue_get(rule->raw, "legal_basis"), TEXT_NONE),
        .source = step->event->subject,
    };
    struct event_about about = {application.id, application.project, step->run->today};
    return run_emit(step->run, &application_revoked_event, about, &body, fault);
}

const struct flow_action flow_void_on_lapse = {"void_on_lapse", "届满的结果自行失效",
                                               "what has run out is void", void_on_lapse};

/* -- commitments -- */

/* What was decided on a promise rests on it for as long as the pack says of that way (an expiry of
 * the variant's id); of what nobody has said nothing is watched. */
static bool watch_commitment(const struct flow_step *step, struct fault *fault)
{
    struct command_run *run = step->run;
    struct sight all = flow_sight(step);
    struct commitment commitment;
    struct validity_watched body = {0};
    if (!commitment_find(&all, step->event->subject, &commitment, fault)) {
        return false;
    }
    struct validity_granted granted = {
        pack_find(city_pack(run->city), PACK_EXPIRIES, commitment.variant, CIVIL_DATE_NONE),
        step->event->happened_on, CIVIL_DATE_NONE, run->arena};
    if (!validity_of_result(&granted, &body)) {
        return true;
    }
    body.kind = TEXT("commitment");
    body.code = commitment.code;
    body.name = commitment.title;
    body.org = commitment.org;
    body.source = commitment.application;
    body.about = commitment.id;
    struct event_about about = {0, commitment.project, step->event->happened_on};
    return run_emit(run, &validity_watched_event, about, &body, fault);
}

const struct flow_action flow_watch_commitment = {
    "watch_commitment", "监控承诺的有效期", "watch how long a commitment holds", watch_commitment};

/* -- certificates of elsewhere -- */

/* The older one of the same type is renewed by it: nobody need be told of its last day. */
static bool end_older(const struct flow_step *step, const struct validity_watched *fresh,
                      struct fault *fault)
{
    struct validities running;
    if (fresh->code.len == 0) {
        return true;
    }
    if (!validity_running(step->run->arena, step->run->store, step->event->project, &running,
                          fault)) {
        return false;
    }
    for (size_t i = 0; i < running.count; i++) {
        const struct validity *one = &running.items[i];
        bool is_older = text_is(one->kind, "certificate") && text_equal(one->code, fresh->code) &&
                        one->until < fresh->until;
        if (is_older && !end_one(step, one, fault)) {
            return false;
        }
    }
    return true;
}

static bool watch_certificate(const struct flow_step *step, struct fault *fault)
{
    const struct certificate_imported *imported = step->event->body;
    struct command_run *run = step->run;
    struct validity_watched body = {0};
    struct validity_granted granted = {rule_of(run, TEXT_NONE), run->today, imported->valid_until,
                                       run->arena};
    if (imported->valid_until < run->today || !validity_of_result(&granted, &body)) {
        return true; /* none is said, or it is over already */
    }
    /* Registered late, with its first notice day behind it: somebody is told at once. */
    civil_date first = validity_next(run->arena, body.notice_days, body.until, CIVIL_DATE_NONE);
    body.next_on = first < run->today ? run->today : body.next_on;
    body.kind = TEXT("certificate");
    body.code = imported->type;
    body.name = imported->name;
    body.document = imported->number;
    body.about = step->event->subject;
    struct event_about about = {0, step->event->project, run->today};
    return end_older(step, &body, fault) &&
           run_emit(run, &validity_watched_event, about, &body, fault);
}

const struct flow_action flow_watch_certificate = {"watch_certificate", "监控登记证照的有效期",
                                                   "watch how long a registered certificate holds",
                                                   watch_certificate};

/* -- assessments -- */

#define TOPICS "regional_assessment_topics"

/* The project's topics with one more or one less, as the change of a fact. */
struct topics {
    struct text topic;
    bool is_in;
};

static bool current(const struct flow_step *step, const struct jvalue **out, struct fault *fault)
{
    struct planning_facts facts;
    *out = NULL;
    if (!planning_facts_of(step->run->arena, step->run->store, step->event->project, &facts,
                           fault)) {
        return false;
    }
    for (size_t i = 0; i < facts.count; i++) {
        if (text_is(facts.items[i].name, TOPICS)) {
            return json_read(step->run->arena, facts.items[i].value, out, fault);
        }
    }
    return true;
}

static struct text changed(struct arena *arena, const struct jvalue *list, struct topics change)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_name(&json, TOPICS);
    json_array(&json);
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        struct text one = jvalue_text(&list->items[i], TEXT_NONE);
        if (!text_equal(one, change.topic)) {
            json_text(&json, one);
        }
    }
    if (change.is_in) {
        json_text(&json, change.topic);
    }
    json_end(&json);
    json_end(&json);
    return buffer_text(&buffer);
}

static bool change_topics(const struct flow_step *step, struct topics change, struct text source,
                          struct fault *fault)
{
    const struct jvalue *list = NULL;
    if (change.topic.len == 0) {
        return true;
    }
    if (!current(step, &list, fault)) {
        return false;
    }
    struct planning_facts_changed body = {changed(step->run->arena, list, change), source};
    struct event_about about = {step->event->project, step->event->project, step->run->today};
    return run_emit(step->run, &planning_facts_changed_event, about, &body, fault);
}

static bool use_assessment(const struct flow_step *step, struct fault *fault)
{
    const struct validity_watched *watched = step->event->body;
    return change_topics(step, (struct topics){watched->topic, true}, TEXT("引用区域评估成果"),
                         fault);
}

const struct flow_action flow_use_assessment = {"use_assessment", "引用区域评估,免单项评估",
                                                "leave the single assessment out", use_assessment};

/* The topic stands in the pack beside the item that it spares. */
static struct text topic_of(const struct flow_step *step, struct text item)
{
    const struct pack_records *all = &city_pack(step->run->city)->lists[PACK_VARIANTS];
    for (uint32_t i = 0; i < all->count; i++) {
        const struct jvalue *raw = all->items[i].raw;
        const struct jvalue *items = jvalue_get(raw, "items");
        bool is_regional =
            text_is(jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE), "regional_assessment");
        for (uint32_t k = 0; is_regional && k < items->count; k++) {
            if (text_equal(jvalue_text(&items->items[k], TEXT_NONE), item)) {
                return jvalue_text(jvalue_get(jvalue_get(raw, "assumes"), "member"), TEXT_NONE);
            }
        }
    }
    return TEXT_NONE;
}

static bool reopen_item(const struct flow_step *step, struct fault *fault)
{
    const struct validity_lapsed *lapsed = step->event->body;
    return change_topics(step, (struct topics){topic_of(step, lapsed->code), false},
                         TEXT("区域评估成果到期,恢复单项评估"), fault);
}

const struct flow_action flow_reopen_item = {"reopen_item", "区域评估到期,恢复单项评估",
                                             "put the single assessment back", reopen_item};
