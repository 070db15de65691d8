#include "base/arena.h"
#include "engine/level/read.h"

/* The sections of a PSPLIB file, and what has been read of them so far. */
struct psplib {
    struct level_reader reader;
    int32_t jobs;
    int32_t renewable; /* -1: not yet */
    int32_t budgets;
    struct level_activity *activities;
    struct level_mode **modes; /* by activity */
    const int32_t *capacities;
    bool has_relations;
    bool has_requests;
};

static int32_t resources(const struct psplib *file)
{
    return file->renewable + file->budgets;
}

/* ---- the counts above ---- */

/* "  - renewable                 :  4   R": the number behind the colon. */
static bool read_count(struct psplib *file, struct level_range range, int32_t *out)
{
    if (*out >= 0) {
        return read_refuse(&file->reader,
                           text_format(file->reader.arena, "%s stands twice", range.what));
    }
    (void)text_cut(&file->reader.line, ':');
    return read_number(&file->reader, range, out);
}

static bool has(struct text line, const char *word)
{
    return text_find(line, text_of(word)) != SIZE_MAX;
}

static bool read_head(struct psplib *file)
{
    struct text line = file->reader.line;
    int32_t doubly = -1;
    if (text_starts_with(line, TEXT("jobs"))) {
        return read_count(file, (struct level_range){"the number of jobs", 1, LEVEL_ACTIVITIES_MAX},
                          &file->jobs);
    }
    if (has(line, "nonrenewable") && has(line, ":")) {
        return read_count(
            file,
            (struct level_range){"the number of nonrenewable resources", 0, LEVEL_RESOURCES_MAX},
            &file->budgets);
    }
    if (has(line, "renewable") && has(line, ":")) {
        return read_count(
            file, (struct level_range){"the number of renewable resources", 0, LEVEL_RESOURCES_MAX},
            &file->renewable);
    }
    if (has(line, "doubly constrained") && has(line, ":")) {
        return read_count(file,
                          (struct level_range){"the number of doubly constrained resources", 0, 0},
                          &doubly);
    }
    return true;
}

static bool head_is_read(struct psplib *file)
{
    if (file->jobs < 0 || file->renewable < 0 || file->budgets < 0) {
        return read_refuse(&file->reader,
                           TEXT("the numbers of jobs and of resources must stand above"));
    }
    return true;
}

static bool line_ends(struct psplib *file)
{
    struct text word = read_word(&file->reader);
    return text_is_empty(word) ||
           read_refuse(&file->reader, TEXT("more stands on the line than it should"));
}

/* The next line with something on it. */
static bool next_line(struct psplib *file)
{
    do {
        if (!read_line(&file->reader)) {
            return read_refuse(&file->reader, TEXT("the file ends too early"));
        }
    } while (text_is_empty(file->reader.line));
    return true;
}

/* Titles of columns and rules of dashes: everything up to the first line that begins with a digit.
 */
static bool skip_titles(struct psplib *file)
{
    do {
        if (!next_line(file)) {
            return false;
        }
    } while (file->reader.line.at[0] != '-' &&
             (file->reader.line.at[0] < '0' || file->reader.line.at[0] > '9'));
    return file->reader.line.at[0] != '-' || next_line(file);
}

/* ---- PRECEDENCE RELATIONS ---- */

static bool read_relation(struct psplib *file, int32_t job)
{
    struct level_reader *reader = &file->reader;
    struct level_activity *activity = &file->activities[job];
    int32_t number = 0;
    int32_t modes = 0;
    int32_t count = 0;
    if (!read_number(reader, (struct level_range){"the job", job + 1, job + 1}, &number) ||
        !read_number(reader, (struct level_range){"the number of modes", 1, LEVEL_MODES_MAX},
                     &modes) ||
        !read_number(reader, (struct level_range){"the number of successors", 0, file->jobs - 1},
                     &count)) {
        return false;
    }
    activity->mode_count = (uint32_t)modes;
    activity->follower_count = (uint32_t)count;
    return read_followers(reader,
                          (struct level_followers){(uint32_t)job, (uint32_t)count,
                                                   (uint32_t)file->jobs, false},
                          &activity->followers) &&
           line_ends(file);
}

static bool read_relations(struct psplib *file)
{
    if (!head_is_read(file)) {
        return false;
    }
    if (file->has_relations) {
        return read_refuse(&file->reader, TEXT("PRECEDENCE RELATIONS stands twice"));
    }
    file->has_relations = true;
    file->activities = arena_array(file->reader.arena, struct level_activity, (size_t)file->jobs);
    if (!skip_titles(file)) {
        return false;
    }
    for (int32_t job = 0; job < file->jobs; job++) {
        if ((job > 0 && !next_line(file)) || !read_relation(file, job)) {
            return false;
        }
    }
    return true;
}

/* ---- REQUESTS/DURATIONS ---- */

static bool read_mode(struct psplib *file, int32_t job, int32_t mode, struct level_mode *out)
{
    struct level_reader *reader = &file->reader;
    int32_t number = 0;
    if ((mode == 0 &&
         !read_number(reader, (struct level_range){"the job", job + 1, job + 1}, &number)) ||
        !read_number(reader, (struct level_range){"the mode", mode + 1, mode + 1}, &number) ||
        !read_number(reader, (struct level_range){"the duration", 0, LEVEL_DAYS_MAX}, &out->days)) {
        return false;
    }
    int32_t *demands = arena_array(reader->arena, int32_t, (size_t)resources(file));
    for (int32_t k = 0; k < resources(file); k++) {
        if (!read_number(reader, (struct level_range){"a demand", 0, LEVEL_UNITS_MAX},
                         &demands[k])) {
            return false;
        }
    }
    out->demands = demands;
    return line_ends(file);
}

static bool read_requests(struct psplib *file)
{
    if (!file->has_relations || file->has_requests) {
        return read_refuse(&file->reader,
                           file->has_requests
                               ? TEXT("REQUESTS/DURATIONS stands twice")
                               : TEXT("REQUESTS/DURATIONS stands before PRECEDENCE RELATIONS"));
    }
    file->has_requests = true;
    if (!skip_titles(file)) {
        return false;
    }
    for (int32_t job = 0; job < file->jobs; job++) {
        struct level_activity *activity = &file->activities[job];
        struct level_mode *modes =
            arena_array(file->reader.arena, struct level_mode, activity->mode_count);
        for (int32_t mode = 0; mode < (int32_t)activity->mode_count; mode++) {
            if ((job + mode > 0 && !next_line(file)) || !read_mode(file, job, mode, &modes[mode])) {
                return false;
            }
        }
        activity->modes = modes;
    }
    return true;
}

/* ---- RESOURCEAVAILABILITIES ---- */

static bool read_capacities(struct psplib *file)
{
    struct level_reader *reader = &file->reader;
    if (!head_is_read(file)) {
        return false;
    }
    if (file->capacities != NULL) {
        return read_refuse(reader, TEXT("RESOURCEAVAILABILITIES stands twice"));
    }
    int32_t *capacities = arena_array(reader->arena, int32_t, (size_t)resources(file) + 1);
    if (resources(file) > 0 && (!next_line(file) || !next_line(file))) {
        return false; /* the titles, then the numbers */
    }
    for (int32_t k = 0; k < resources(file); k++) {
        if (!read_number(reader, (struct level_range){"a capacity", 0, LEVEL_CAPACITY_MAX},
                         &capacities[k])) {
            return false;
        }
    }
    file->capacities = capacities;
    return resources(file) == 0 || line_ends(file);
}

static bool read_section(struct psplib *file)
{
    struct text line = file->reader.line;
    if (text_starts_with(line, TEXT("PRECEDENCE RELATIONS"))) {
        return read_relations(file);
    }
    if (text_starts_with(line, TEXT("REQUESTS/DURATIONS"))) {
        return read_requests(file);
    }
    if (text_starts_with(line, TEXT("RESOURCEAVAILABILITIES"))) {
        return read_capacities(file);
    }
    return file->has_relations || read_head(file);
}

bool read_psplib(struct arena *arena, const struct level_source *source,
                 const struct level_instance **out, struct fault *fault)
{
    struct psplib file = {.reader = {arena, source, source->content, TEXT_NONE, 0, fault},
                          .jobs = -1,
                          .renewable = -1,
                          .budgets = -1};
    while (read_line(&file.reader)) {
        if (!read_section(&file)) {
            return false;
        }
    }
    if (!file.has_requests || file.capacities == NULL) {
        return read_refuse(&file.reader,
                           !file.has_relations  ? TEXT("PRECEDENCE RELATIONS is missing")
                           : !file.has_requests ? TEXT("REQUESTS/DURATIONS is missing")
                                                : TEXT("RESOURCEAVAILABILITIES is missing"));
    }
    struct level_instance *instance = arena_new(arena, struct level_instance);
    *instance =
        (struct level_instance){file.activities, (uint32_t)file.jobs, (uint32_t)file.renewable,
                                (uint32_t)file.budgets, file.capacities};
    if (!instance_check(arena, source, instance, fault)) {
        return false;
    }
    *out = instance;
    return true;
}
