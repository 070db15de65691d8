#include "board/process_log.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "board/standing_inside.h"
#include "engine/clock/hands.h"
#include "room/application/application.h"

#define KEPT 3 /* scopes at a time: the city, a district, a unit */
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
    atomic_int holders;
    struct arena *arena;
    const struct city *city;
    struct scope scope;
    int64_t size; /* of the ledger when it was read */
    int64_t used;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct loaded *kept[KEPT];
static int64_t uses;

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
    struct arena *arena = reading->into->arena;
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
    struct arena *arena = reading->into->arena;
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
    one.item = place_of(reading->into->arena, &log->items, store_cell(rows, 6).text);
    one.org = place_of(reading->into->arena, &log->orgs, store_cell(rows, 7).text);
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
    take_names(reading->into->arena, &old->items, &reading->into->log.items);
    take_names(reading->into->arena, &old->orgs, &reading->into->log.orgs);
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

static bool load(const struct view_run *run, struct loaded *into, const struct loaded *old,
                 struct fault *fault)
{
    struct standing_ids touched = {.count = 0};
    if (old != NULL && !standing_touched(run->store, old->size, 0, &touched, fault)) {
        return false;
    }
    bool is_anew = old == NULL || touched.count == COUNT_OF(touched.items);
    struct reading reading = {.into = into, .run = run};
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool fine = is_anew ? read_cases(&reading, &walk, 0, fault)
                        : read_touched(&reading, &walk, &old->log, &touched, fault);
    portfolio_walk_end(&walk);
    into->log.projects = reading.projects;
    into->log.project_count = reading.project_count;
    into->log.cases = reading.cases;
    into->log.case_count = reading.case_count;
    into->log.marks = reading.marks;
    return fine;
}

/* -- keeping -- */

static void let_go(struct loaded *loaded)
{
    if (loaded != NULL && atomic_fetch_sub(&loaded->holders, 1) == 1) {
        city_give(loaded->city);
        arena_close(loaded->arena);
        free(loaded);
    }
}

void process_log_give(const struct process_log *log)
{
    let_go((struct loaded *)(uintptr_t)log);
}

/* The one that was read for that scope by that calendar, held; or NULL. */
static struct loaded *find_kept(const struct view_run *run, const struct scope *scope)
{
    struct loaded *found = NULL;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < KEPT && found == NULL; i++) {
        if (kept[i] != NULL && kept[i]->city == run->city &&
            access_scope_is(&kept[i]->scope, scope)) {
            found = kept[i];
            found->used = ++uses;
            atomic_fetch_add(&found->holders, 1);
        }
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void keep(struct loaded *loaded)
{
    int at = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < KEPT; i++) {
        bool is_same = kept[i] != NULL && access_scope_is(&kept[i]->scope, &loaded->scope);
        if (kept[i] == NULL || is_same) {
            at = i;
            break;
        }
        at = kept[i]->used < kept[at]->used ? i : at;
    }
    struct loaded *out = kept[at];
    kept[at] = loaded;
    loaded->used = ++uses;
    atomic_fetch_add(&loaded->holders, 1);
    pthread_mutex_unlock(&lock);
    let_go(out);
}

void process_log_forget(void)
{
    for (int i = 0; i < KEPT; i++) {
        pthread_mutex_lock(&lock);
        struct loaded *out = kept[i];
        kept[i] = NULL;
        pthread_mutex_unlock(&lock);
        let_go(out);
    }
}

static struct loaded *new_loaded(const struct view_run *run, const struct scope *scope,
                                 int64_t size)
{
    struct loaded *loaded = calloc(1, sizeof *loaded);
    ensure(loaded != NULL);
    loaded->arena = arena_open(LOG_SOFT, LOG_HARD);
    loaded->holders = 1;
    loaded->city = city_keep(run->city); /* its calendar is in the days */
    loaded->size = size;
    loaded->scope = *scope;
    loaded->scope.org_or_district = text_copy(loaded->arena, scope->org_or_district);
    loaded->scope.district = text_copy(loaded->arena, scope->district);
    return loaded;
}

bool process_log_take(const struct view_run *run, const struct process_log **out,
                      struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct progress progress;
    if (!reader_progress(run->store, &progress, fault)) {
        return false;
    }
    struct loaded *old = find_kept(run, &scope);
    if (old != NULL && old->size == progress.size) {
        *out = &old->log;
        return true;
    }
    struct loaded *loaded = new_loaded(run, &scope, progress.size);
    bool fine = load(run, loaded, old, fault);
    let_go(old);
    if (!fine) {
        let_go(loaded);
        return false;
    }
    keep(loaded);
    *out = &loaded->log;
    return true;
}
