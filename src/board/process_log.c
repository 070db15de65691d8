#include "board/process_log.h"

#include <string.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/kept.h"
#include "board/portfolio.h"
#include "board/standing_inside.h"
#include "engine/clock/hands.h"
#include "room/application/application.h"

#define PLACES 3 /* scopes at a time: the city, a district, a unit */
#define LOG_SOFT ((size_t)128 << 20)
#define LOG_HARD ((size_t)1 << 30)
#define PAGE 2000

/* Items that the enterprise organises itself are nobody's cases. */
#define CASES                                                                                      \
    "select p.id, p.number, p.name, p.district, p.direction, a.id, a.code, a.org, a.state,"        \
    " a.notify_days, a.course, a.submitted_on, a.closed_on, a.round"                               \
    " from application a join project p on p.id=a.project where " ACCESS_PROJECT " and a.own=0"
const struct statement process_cases_after = {
    "process_cases_after",
    CASES " and (a.project, a.id)>($6, $7) order by a.project, a.id limit $8"};
const struct statement process_cases_of = {"process_cases_of", CASES
                                           " and a.project=$6 and a.id>$7 order by a.id limit $8"};
const struct statement process_number_of = {"process_number_of",
                                            "select number from application where id=$1"};

struct loaded {
    struct process_log log; /* the first member: what is handed out */
    struct kept kept;
};

int32_t process_rank(const struct view_run *run, civil_date day)
{
    return (int32_t)calendar_count(city_calendar(run->city),
                                   civil_date_from_parts((struct civil_parts){2000, 1, 1}), day)
        .working_days;
}

/* -- a case's marks -- */

static const enum process_act acts[CLOCK_EVENT_COUNT] = {
    [CLOCK_RECEIVED] = PROCESS_RECEIVED,
    [CLOCK_SUPPLEMENT_ASKED] = PROCESS_ASKED,
    [CLOCK_SUPPLEMENT_COMPLETE] = PROCESS_COMPLETED,
    [CLOCK_ACCEPTED] = PROCESS_ACCEPTED,
    [CLOCK_SPECIAL_STARTED] = PROCESS_SPECIAL,
    [CLOCK_SPECIAL_ENDED] = PROCESS_SPECIAL_OVER,
    [CLOCK_SUSPENDED] = PROCESS_SUSPENDED,
    [CLOCK_RESUMED] = PROCESS_RESUMED,
    [CLOCK_EXTENDED] = PROCESS_EXTENDED,
    [CLOCK_DECIDED] = PROCESS_GRANTED,
    [CLOCK_DELIVERED] = PROCESS_DELIVERED,
};

/* In whose hands it is behind an act. */
static enum hand hand_after(const struct clock_event *event, enum hand before)
{
    switch (event->type) {
    case CLOCK_SUPPLEMENT_ASKED: return HAND_ENTERPRISE;
    case CLOCK_SPECIAL_STARTED: return event->is_notified ? HAND_THIRD_PARTY : before;
    case CLOCK_SUSPENDED: return event->is_applicants ? HAND_ENTERPRISE : HAND_LEGAL_STOP;
    case CLOCK_EXTENDED: return before;
    default: return HAND_DEPARTMENT;
    }
}

static bool ends_without_decision(enum application_state state)
{
    return state == APPLICATION_NOT_ACCEPTED || state == APPLICATION_WITHDRAWN;
}

static uint8_t act_of(const struct application *application, enum clock_event_type type)
{
    if (type == CLOCK_RECEIVED && application->round > 1) {
        return PROCESS_RESUBMITTED;
    }
    return type == CLOCK_DECIDED && application->state == APPLICATION_REFUSED ? PROCESS_REFUSED
                                                                              : (uint8_t)acts[type];
}

/* Room for APPLICATION_EVENTS_MAX + 1. */
static uint8_t marks_of(const struct view_run *run, const struct application *application,
                        struct process_mark *out)
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    size_t count = application_events(application, city_calendar(run->city), events);
    enum hand hand = HAND_DEPARTMENT;
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct process_mark){process_rank(run, events[i].on),
                                       act_of(application, events[i].type), (uint8_t)hand};
        if (i > 0 && out[i].day < out[i - 1].day) {
            out[i].day = out[i - 1].day;
        }
        hand = hand_after(&events[i], hand);
    }
    if (count > 0 && ends_without_decision(application->state) &&
        application->closed_on != CIVIL_DATE_NONE) {
        int32_t day = process_rank(run, application->closed_on);
        out[count] = (struct process_mark){
            day > out[count - 1].day ? day : out[count - 1].day,
            application->state == APPLICATION_WITHDRAWN ? PROCESS_WITHDRAWN : PROCESS_NOT_ACCEPTED,
            (uint8_t)hand};
        count++;
    }
    return (uint8_t)count;
}

/* -- reading -- */

/* Of project and case, in that order. */
struct reading {
    struct loaded *into;
    const struct view_run *run;
    struct process_project *projects;
    uint32_t project_count, project_capacity;
    struct process_case *cases;
    uint32_t case_count, case_capacity;
    struct process_mark *marks;
    uint32_t mark_count, mark_capacity;
};

/* The last place stands for all names beyond. */
static uint8_t place_of(struct arena *arena, struct process_names *names, struct text name)
{
    for (uint8_t i = 0; i < names->count; i++) {
        if (text_equal(names->names[i], name)) {
            return i;
        }
    }
    if (names->count == PROCESS_ACTIVITIES_MAX - 1) {
        return PROCESS_ACTIVITIES_MAX - 1;
    }
    names->names[names->count] = text_copy(arena, name);
    return names->count++;
}

static void take_project(struct reading *reading, const struct process_project *project)
{
    struct arena *arena = reading->into->kept.arena;
    uint32_t count = reading->project_count;
    if (count > 0 && reading->projects[count - 1].id == project->id) {
        return;
    }
    if (count == reading->project_capacity) {
        reading->projects = arena_grown(arena, reading->projects, &reading->project_capacity,
                                        sizeof *reading->projects);
    }
    reading->projects[reading->project_count++] =
        (struct process_project){project->id,
                                 text_copy(arena, project->number),
                                 text_copy(arena, project->name),
                                 text_copy(arena, project->district),
                                 text_copy(arena, project->direction),
                                 reading->case_count,
                                 0};
}

/* To the project taken last. */
static void take_case(struct reading *reading, const struct process_case *one,
                      const struct process_mark *marks)
{
    struct arena *arena = reading->into->kept.arena;
    if (reading->case_count == reading->case_capacity) {
        reading->cases =
            arena_grown(arena, reading->cases, &reading->case_capacity, sizeof *reading->cases);
    }
    while (reading->mark_count + one->count > reading->mark_capacity) {
        reading->marks =
            arena_grown(arena, reading->marks, &reading->mark_capacity, sizeof *reading->marks);
    }
    struct process_case *taken = &reading->cases[reading->case_count++];
    *taken = *one;
    taken->first = reading->mark_count;
    memcpy(&reading->marks[reading->mark_count], marks, one->count * sizeof *marks);
    reading->mark_count += one->count;
    reading->projects[reading->project_count - 1].count++;
}

static int64_t read_row(struct reading *reading, struct arena *scratch,
                        const struct store_rows *rows)
{
    struct process_mark marks[APPLICATION_EVENTS_MAX + 1];
    struct process_log *log = &reading->into->log;
    struct application application = {.notify_days = store_int(rows, 9),
                                      .course = store_text(scratch, rows, 10),
                                      .submitted_on = store_date(rows, 11),
                                      .closed_on = store_date(rows, 12),
                                      .round = store_int(rows, 13)};
    struct process_project project = {store_int(rows, 0),
                                      store_text(scratch, rows, 1),
                                      store_text(scratch, rows, 2),
                                      store_text(scratch, rows, 3),
                                      store_text(scratch, rows, 4),
                                      0,
                                      0};
    struct process_case one = {.id = store_int(rows, 5), .begun = application.submitted_on};
    ensure(application_state_find(store_cell(rows, 8).text, &application.state));
    one.item = place_of(reading->into->kept.arena, &log->items, store_cell(rows, 6).text);
    one.org = place_of(reading->into->kept.arena, &log->orgs, store_cell(rows, 7).text);
    one.is_open =
        application_state_is_open(application.state) || application.state == APPLICATION_GRANTED;
    if (application.submitted_on != CIVIL_DATE_NONE) {
        one.count = marks_of(reading->run, &application, marks);
        take_project(reading, &project);
        take_case(reading, &one, marks);
    }
    return one.id;
}

/* Behind which case to go on; of one project, or of all. */
struct place {
    int64_t project, id;
    bool is_all, has_more;
};

static bool read_page(struct reading *reading, struct portfolio_walk *walk, struct place *after,
                      struct fault *fault)
{
    struct scope scope = access_scope(walk->run.city, walk->run.actor);
    const struct cell cells[] = {ACCESS_CELLS(scope), cell_int(after->project), cell_int(after->id),
                                 cell_int(PAGE)};
    size_t count = 0;
    struct store_rows rows;
    portfolio_walk_next(walk);
    if (!store_query(walk->run.store, after->is_all ? &process_cases_after : &process_cases_of,
                     (struct cells){cells, COUNT_OF(cells)}, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct arena_mark mark = arena_mark(walk->run.arena);
        after->id = read_row(reading, walk->run.arena, &rows);
        after->project = store_int(&rows, 0);
        arena_rewind(walk->run.arena, mark);
        count++;
    }
    after->has_more = count == PAGE;
    return store_done(&rows, fault);
}

/* Project 0: of all. */
static bool read_cases(struct reading *reading, struct portfolio_walk *walk, int64_t project,
                       struct fault *fault)
{
    struct place after = {project, 0, project == 0, true};
    while (after.has_more) {
        if (!read_page(reading, walk, &after, fault)) {
            return false;
        }
    }
    return true;
}

static void take_over(struct reading *reading, const struct process_log *old,
                      const struct process_project *project)
{
    take_project(reading, project);
    for (uint32_t i = 0; i < project->count; i++) {
        const struct process_case *one = &old->cases[project->first + i];
        take_case(reading, one, &old->marks[one->first]);
    }
}

static void take_names(struct arena *arena, const struct process_names *old,
                       struct process_names *out)
{
    for (uint8_t i = 0; i < old->count; i++) {
        out->names[i] = text_copy(arena, old->names[i]);
    }
    out->count = old->count;
}

/* Both are in the order of projects. */
static bool read_touched(struct reading *reading, struct portfolio_walk *walk,
                         const struct process_log *old, const struct standing_ids *touched,
                         struct fault *fault)
{
    size_t at = 0;
    size_t next = 0;
    bool fine = true;
    take_names(reading->into->kept.arena, &old->items, &reading->into->log.items);
    take_names(reading->into->kept.arena, &old->orgs, &reading->into->log.orgs);
    while (fine && (at < old->project_count || next < touched->count)) {
        bool is_old = at < old->project_count &&
                      (next == touched->count || old->projects[at].id < touched->items[next]);
        if (is_old) {
            take_over(reading, old, &old->projects[at++]);
        } else {
            at += at < old->project_count && old->projects[at].id == touched->items[next];
            fine = read_cases(reading, walk, touched->items[next++], fault);
        }
    }
    return fine;
}

static struct loaded *loaded_of(const struct kept *kept)
{
    return (struct loaded *)((uintptr_t)kept - offsetof(struct loaded, kept));
}

static bool load(const struct view_run *run, struct kept *into, const struct kept *old,
                 struct fault *fault)
{
    struct loaded *loaded = loaded_of(into);
    struct process_log *log = &loaded->log;
    struct standing_ids touched = {.count = 0};
    if (old != NULL && !standing_touched(run->store, old->size, 0, &touched, fault)) {
        return false;
    }
    bool is_anew = old == NULL || touched.count == COUNT_OF(touched.items);
    struct reading reading = {.into = loaded, .run = run};
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool fine = is_anew ? read_cases(&reading, &walk, 0, fault)
                        : read_touched(&reading, &walk, &loaded_of(old)->log, &touched, fault);
    portfolio_walk_end(&walk);
    log->projects = reading.projects;
    log->project_count = reading.project_count;
    log->cases = reading.cases;
    log->case_count = reading.case_count;
    log->marks = reading.marks;
    return fine;
}

/* -- keeping -- */

static const struct kept_kind kind = {.whole = sizeof(struct loaded),
                                      .kept_at = offsetof(struct loaded, kept),
                                      .soft = LOG_SOFT,
                                      .hard = LOG_HARD,
                                      .places = PLACES,
                                      .load = load};
static struct kept_shelf shelf = KEPT_SHELF(kind);

bool process_log_take(const struct view_run *run, const struct process_log **out,
                      struct fault *fault)
{
    struct kept *kept = NULL;
    if (!kept_take(&shelf, run, &kept, fault)) {
        return false;
    }
    *out = &loaded_of(kept)->log;
    return true;
}

void process_log_give(const struct process_log *log)
{
    kept_give(&((struct loaded *)(uintptr_t)log)->kept);
}

void process_log_forget(void)
{
    kept_forget(&shelf);
}
