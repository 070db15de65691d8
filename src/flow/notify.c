#include "flow/notify.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "flow/flow.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_law.h"
#include "room/notice/notice.h"

/* -- words -- */

static struct text number_text(struct arena *arena, int64_t number)
{
    return text_format(arena, "%lld", (long long)number);
}

struct text notify_fill(struct arena *arena, struct text words,
                        const struct notify_filling *fillings, size_t count, enum language language)
{
    struct buffer out = buffer_open(arena, words.len + 128);
    while (words.len > 0) {
        size_t used = 0;
        for (size_t i = 0; i < count && used == 0; i++) {
            if (text_starts_with(words, text_of(fillings[i].place))) {
                buffer_add(&out, language == LANGUAGE_ZH ? fillings[i].zh : fillings[i].en);
                used = text_of(fillings[i].place).len;
            }
        }
        if (used == 0) {
            buffer_add_char(&out, words.at[0]);
            used = 1;
        }
        words = text_slice(words, used, words.len - used);
    }
    return buffer_text(&out);
}

static struct text either(struct text first, struct text second)
{
    return first.len > 0 ? first : second;
}

void notify_compose(const struct notify_desk *desk, const struct notify_case *about,
                    const struct notify_words *words, struct notice_message *out)
{
    struct arena *arena = desk->arena;
    const struct city *city = desk->city;
    civil_date today = desk->today;
    const struct application *application = about->application;
    civil_date due = words->due_on != CIVIL_DATE_NONE ? words->due_on : about->due_on;
    int64_t left = due != CIVIL_DATE_NONE ? notice_left_days(city, today, due) : 0;
    char day[CIVIL_DATE_TEXT_SIZE] = "";
    struct text due_text = due != CIVIL_DATE_NONE ? civil_date_write(due, day) : TEXT_NONE;
    struct text item_en =
        application != NULL ? city_item_name(city, application->code, LANGUAGE_EN) : TEXT_NONE;
    struct text item = application != NULL ? application->name : TEXT_NONE;
    struct text number = application != NULL ? application->number : about->project->number;
    struct text law = words->law.len > 0 ? words->law : about->law;
    struct text law_en = words->law.len > 0 ? words->law : about->law_en;
    const struct notify_filling fillings[] = {
        {"{item}", item, item_en},
        {"{case}", number, number},
        {"{name}", either(words->name, item), either(words->name, item_en)},
        {"{project}", about->project->id != 0 ? about->project->name : TEXT("不涉及具体项目"),
         about->project->id != 0 ? about->project->name : TEXT("no single project")},
        {"{due}", due_text, due_text},
        {"{left}", number_text(arena, left), number_text(arena, left)},
        {"{late}", number_text(arena, -left), number_text(arena, -left)},
        {"{law}", law, law_en},
    };
    struct notice_party party = {
        .who = words->who,
        .org = either(words->org, application != NULL ? application->org : TEXT_NONE),
        .district = about->project->district,
        .city_coordinates = about->project->city_coordinates,
        .handler = application != NULL ? application->handler : 0,
        .navigator = about->project->navigator,
        .person = words->person,
        .project = about->project->id,
    };
    struct text address = notice_address(arena, &party);
    *out = (struct notice_message){
        .address = address,
        .kind = words->kind,
        .rule = words->rule,
        .text = notify_fill(arena, words->text_zh, fillings, COUNT_OF(fillings), LANGUAGE_ZH),
        .text_en = notify_fill(arena, words->text_en, fillings, COUNT_OF(fillings), LANGUAGE_EN),
        .law = law,
        .due_on = due,
        .left_days = left,
        .project = about->project->id,
        .application = application != NULL ? application->id : 0,
        .about = words->about,
        .is_for_enterprise = text_starts_with(address, TEXT("project:")),
    };
}

/* -- the case -- */

bool notify_case_load(struct command_run *run, const struct project *project, int64_t application,
                      struct notify_case *out, struct fault *fault)
{
    struct application *place = &out->read;
    struct view_run view = flow_view(run);
    struct application_terms terms;
    struct application_now now;
    *out = (struct notify_case){.project = project, .due_on = CIVIL_DATE_NONE};
    if (application == 0) {
        return true;
    }
    application_terms_of(&view, &terms);
    if (!application_load(&view, application, place, fault) ||
        !application_read_now(place, NULL, &terms, LANGUAGE_ZH, &now, fault)) {
        return false;
    }
    const char *law = application_law_of_turn(place, now.state);
    out->application = place;
    out->due_on = now.turn.until;
    out->law = application_article(run->city, law, run->today, LANGUAGE_ZH).name;
    out->law_en = application_article(run->city, law, run->today, LANGUAGE_EN).name;
    return true;
}

bool notify_send_by(struct command_run *run, const struct city *city,
                    const struct notify_case *about, const struct notify_words *words,
                    struct fault *fault)
{
    struct notice_message message;
    struct notify_desk desk = {run->arena, city, run->today};
    bool was_sent = false;
    notify_compose(&desk, about, words, &message);
    struct notice_key key = {.rule = message.rule,
                             .address = message.address,
                             .project = message.project,
                             .application = message.application,
                             .about = message.about,
                             .due_on = message.due_on};
    return notice_is_whole(&message, fault) &&
           notice_was_sent(run->store, &key, &was_sent, fault) &&
           (was_sent || notice_send(run, &message, fault));
}

bool notify_send(struct command_run *run, const struct notify_case *about,
                 const struct notify_words *words, struct fault *fault)
{
    return notify_send_by(run, run->city, about, words, fault);
}

/* -- the action of triggers.json -- */

static const struct jvalue *member_with(const struct flow_step *step, const char *name)
{
    struct text member = flow_text_with(step, name);
    return member.len == 0 ? NULL : jvalue_get(step->body, text_c_string(step->run->arena, member));
}

/* An event about a case has its id as subject or names it. */
static int64_t application_of(const struct flow_step *step)
{
    bool is_said = flow_text_with(step, "case").len > 0;
    const struct jvalue *named =
        is_said ? member_with(step, "case") : jvalue_get(step->body, "application");
    struct text kind = text_of(step->event->kind->name);
    if (text_starts_with(kind, TEXT("application.")) &&
        !text_is(kind, "application.joint_extended")) { /* that one is about an intake */
        return step->event->subject;
    }
    return named != NULL && named->kind == JVALUE_INT ? named->integer : 0;
}

static civil_date due_of(const struct flow_step *step)
{
    const struct jvalue *due = jvalue_get(step->with, "due");
    struct text member = jvalue_text(jvalue_get(due, "member"), TEXT_NONE);
    struct text limit = jvalue_text(jvalue_get(due, "limit"), TEXT_NONE);
    civil_date day = CIVIL_DATE_NONE;
    if (jvalue_bool(jvalue_get(due, "event"), false)) {
        return step->event->happened_on;
    }
    if (member.len > 0) {
        struct text written =
            jvalue_text(jvalue_get(step->body, text_c_string(step->run->arena, member)), TEXT_NONE);
        return civil_date_parse(written, &day) ? day : CIVIL_DATE_NONE;
    }
    if (limit.len > 0) {
        int days =
            city_limit(step->run->city, text_c_string(step->run->arena, limit), step->run->today);
        return city_due(step->run->city, step->event->happened_on, days).day;
    }
    return CIVIL_DATE_NONE;
}

static struct text law_of(const struct flow_step *step)
{
    struct text law = flow_text_with(step, "law");
    if (flow_text_with(step, "law_of").len > 0) {
        law = either(jvalue_text(member_with(step, "law_of"), TEXT_NONE), TEXT("unknown"));
    }
    return text_is(law, "unknown") ? TEXT(NOTIFY_LAW_UNKNOWN) : law;
}

/* To one unit, or to each of those that the event names. */
static bool send_to_units(const struct flow_step *step, const struct notify_case *about,
                          struct notify_words *words, struct fault *fault)
{
    const struct jvalue *orgs = member_with(step, "org");
    if (orgs == NULL || orgs->kind != JVALUE_ARRAY) {
        words->org = jvalue_text(orgs, TEXT_NONE);
        return notify_send(step->run, about, words, fault);
    }
    for (uint32_t i = 0; i < orgs->count; i++) {
        words->org = jvalue_text(&orgs->items[i], TEXT_NONE);
        if (!notify_send(step->run, about, words, fault)) {
            return false;
        }
    }
    return true;
}

/* Its unit in `words->org`; "" when the case was taken in at no window, and when nothing has a
 * day: of what the enterprise organises itself no hall hands out a result. */
static bool find_hall(struct command_run *run, const struct notify_case *about,
                      struct notify_words *words, struct fault *fault)
{
    struct view_run view = flow_view(run);
    struct application_case taken = {.id = 0};
    int64_t intake = about->application != NULL ? about->application->intake : 0;
    if (intake != 0 && !application_case_load(&view, intake, &taken, fault)) {
        return false;
    }
    bool is_own = about->application != NULL && about->application->is_own;
    bool has_day = words->due_on != CIVIL_DATE_NONE || about->due_on != CIVIL_DATE_NONE;
    words->org =
        is_own && !has_day ? TEXT_NONE : project_desk_unit(run->city, taken.desk, CIVIL_DATE_NONE);
    return true;
}

static bool send_to_those(const struct flow_step *step, const struct notify_case *about,
                          struct notify_words *words, struct fault *fault)
{
    if (!text_is(words->who, "hall")) {
        return send_to_units(step, about, words, fault);
    }
    return find_hall(step->run, about, words, fault) &&
           (words->org.len == 0 || notify_send(step->run, about, words, fault));
}

static bool follow_notify(const struct flow_step *step, struct fault *fault)
{
    struct view_run view = flow_view(step->run);
    struct notify_words words = {
        .who = flow_text_with(step, "who"),
        .kind = flow_text_with(step, "kind"),
        .rule = step->trigger != NULL ? step->trigger->id : TEXT_NONE,
        .text_zh = flow_text_with(step, "text_zh"),
        .text_en = flow_text_with(step, "text_en"),
        .law = law_of(step),
        .name = jvalue_text(jvalue_get(step->body, "name"), TEXT_NONE),
        .due_on = due_of(step),
        .about = step->event->subject,
        .person = jvalue_int(member_with(step, "person"), 0),
    };
    struct project project = {.id = 0};
    struct notify_case about;
    return (step->event->project == 0 ||
            project_of_view(&view, step->event->project, &project, fault)) &&
           notify_case_load(step->run, &project, application_of(step), &about, fault) &&
           send_to_those(step, &about, &words, fault);
}

const struct flow_action notify_action = {
    "notify", "在平台内通知有关的人（写明日期、依据和剩余工作日）",
    "Tells those concerned, in the platform, with date, law and days left", follow_notify};
