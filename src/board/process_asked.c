#include <stdlib.h>

#include "app/city.h"
#include "board/process_inside.h"

static const struct {
    const char *key, *zh, *en;
} acts[PROCESS_ACT_COUNT] = {
    [PROCESS_RECEIVED] = {"received", "收件", "received"},
    [PROCESS_RESUBMITTED] = {"resubmitted", "重新提交", "submitted again"},
    [PROCESS_ASKED] = {"asked", "要求补正", "supplements asked"},
    [PROCESS_COMPLETED] = {"completed", "补正齐全", "supplemented"},
    [PROCESS_ACCEPTED] = {"accepted", "受理", "accepted"},
    [PROCESS_SPECIAL] = {"special", "特别程序开始", "special procedure"},
    [PROCESS_SPECIAL_OVER] = {"special_over", "特别程序结束", "procedure over"},
    [PROCESS_SUSPENDED] = {"suspended", "中止", "suspended"},
    [PROCESS_RESUMED] = {"resumed", "恢复", "resumed"},
    [PROCESS_EXTENDED] = {"extended", "延长期限", "extended"},
    [PROCESS_GRANTED] = {"granted", "准予", "granted"},
    [PROCESS_REFUSED] = {"refused", "不予许可", "refused"},
    [PROCESS_DELIVERED] = {"delivered", "送达", "delivered"},
    [PROCESS_NOT_ACCEPTED] = {"not_accepted", "不予受理", "not accepted"},
    [PROCESS_WITHDRAWN] = {"withdrawn", "撤回", "withdrawn"},
};
#define BEGIN_KEY "begin"
#define END_KEY "end"
#define OTHERS_KEY "others"

/* -- what is asked -- */

bool process_begin(const struct view_run *run, struct process_asked *out, struct fault *fault)
{
    const struct process_query *query = run->query;
    bool is_department = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    *out = (struct process_asked){.run = run,
                                  .query = query,
                                  .org = is_department ? run->actor->org : query->org,
                                  .is_projects = text_is(query->grain, "project"),
                                  .today = process_rank(run, run->today)};
    if (query->from != CIVIL_DATE_NONE && query->to != CIVIL_DATE_NONE && query->from > query->to) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("from"), FAULT_ARGS(TEXT("from")));
    }
    return process_log_take(run, &out->log, fault);
}

static bool is_any(struct text wanted, struct text is)
{
    return wanted.len == 0 || text_equal(wanted, is);
}

bool process_has_project(const struct process_asked *asked, const struct process_project *project)
{
    const struct process_query *query = asked->query;
    return (query->project == 0 || query->project == project->id) &&
           is_any(query->district, project->district) &&
           is_any(query->direction, project->direction);
}

bool process_has_case(const struct process_asked *asked, const struct process_case *one)
{
    const struct process_query *query = asked->query;
    return one->count > 0 && is_any(query->item, asked->log->items.names[one->item]) &&
           is_any(asked->org, asked->log->orgs.names[one->org]) &&
           (query->from == CIVIL_DATE_NONE || one->begun >= query->from) &&
           (query->to == CIVIL_DATE_NONE || one->begun <= query->to);
}

struct process_course process_course_of(const struct process_asked *asked,
                                        const struct process_case *one)
{
    return (struct process_course){&asked->log->marks[one->first], one->count, one->is_open,
                                   asked->today};
}

/* -- a project's course: its decisions, each under its item or its unit -- */

static int by_day(const void *left, const void *right)
{
    const struct process_decision *a = left;
    const struct process_decision *b = right;
    if (a->mark.day != b->mark.day) {
        return a->mark.day < b->mark.day ? -1 : 1;
    }
    return (a->one->id > b->one->id) - (a->one->id < b->one->id);
}

void process_decisions_of(const struct process_asked *asked, const struct process_project *project,
                          struct process_decisions *out)
{
    out->count = 0;
    out->is_open = false;
    for (uint32_t i = 0; i < project->count; i++) {
        const struct process_case *one = &asked->log->cases[project->first + i];
        if (!process_has_case(asked, one)) {
            continue;
        }
        const struct process_mark *marks = &asked->log->marks[one->first];
        bool is_decided = false;
        for (uint32_t k = 0; k < one->count && out->count < PROCESS_DECISIONS_MAX; k++) {
            if (marks[k].activity == PROCESS_GRANTED || marks[k].activity == PROCESS_REFUSED) {
                is_decided = true;
                out->items[out->count++] =
                    (struct process_decision){{marks[k].day, one->item, 0}, one->org, one};
            }
        }
        out->is_open = out->is_open || (one->is_open && !is_decided);
    }
    qsort(out->items, out->count, sizeof *out->items, by_day);
}

/* -- names -- */

static struct text say(const struct process_asked *asked, const char *zh, const char *en)
{
    return text_of(asked->run->actor->language == LANGUAGE_ZH ? zh : en);
}

struct text process_key_of(const struct process_asked *asked, enum process_names_of names,
                           uint8_t activity)
{
    if (activity >= PROCESS_BEGIN) {
        return activity == PROCESS_BEGIN ? TEXT(BEGIN_KEY) : TEXT(END_KEY);
    }
    if (names == PROCESS_NAMES_OF_MAP && !asked->is_projects) {
        return text_of(acts[activity].key);
    }
    struct text key = names == PROCESS_NAMES_OF_UNITS ? asked->log->orgs.names[activity]
                                                      : asked->log->items.names[activity];
    return key.len > 0 ? key : TEXT(OTHERS_KEY);
}

struct text process_name_of(const struct process_asked *asked, enum process_names_of names,
                            uint8_t activity)
{
    const struct city *city = asked->run->city;
    enum language language = asked->run->actor->language;
    struct text key = process_key_of(asked, names, activity);
    if (activity >= PROCESS_BEGIN) {
        return activity == PROCESS_BEGIN ? say(asked, "开始", "begin") : say(asked, "结束", "end");
    }
    if (text_is(key, OTHERS_KEY)) {
        return say(asked, "其他", "others");
    }
    if (names == PROCESS_NAMES_OF_UNITS) {
        return city_org_name(city, key, language);
    }
    return asked->is_projects ? city_item_name(city, key, language)
                              : say(asked, acts[activity].zh, acts[activity].en);
}

bool process_activity_of(const struct process_asked *asked, struct text key, uint8_t *out)
{
    for (int i = 0; i <= PROCESS_END; i++) {
        bool is_one = i >= PROCESS_BEGIN ||
                      (asked->is_projects ? i < PROCESS_ACTIVITIES_MAX : i < PROCESS_ACT_COUNT);
        if (is_one && text_equal(process_key_of(asked, PROCESS_NAMES_OF_MAP, (uint8_t)i), key)) {
            *out = (uint8_t)i;
            return true;
        }
    }
    return false;
}
