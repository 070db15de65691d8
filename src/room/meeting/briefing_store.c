#include "base/arena.h"
#include "ground/project/project_store.h"
#include "room/meeting/briefing.h"
#include "store/gather.h"

/* -- writing -- */

static const struct statement briefing_guest_insert = {
    "briefing_guest_insert", "insert into briefing_guest(id, version, meeting, project, invited_on,"
                             " noted_on, has_come) values($1,1,$2,$3,$4,null,0)"};
static const struct statement briefing_guest_note = {
    "briefing_guest_note",
    "update briefing_guest set version=version+1, noted_on=$2, has_come=$3 where id=$1"};
static const struct statement briefing_question_insert = {
    "briefing_question_insert",
    "insert into briefing_question(id, version, meeting, project, kind, district, org, question,"
    " answer, shown, asked_on, asked_by, due_on, answered_on, missed_on, climbs, climbed_to,"
    " next_on) values($1,1,$2,$3,$4,$5,$6,$7,'','',$8,$9,$10,null,null,0,'',$10)"};
static const struct statement briefing_gram_insert = {
    "briefing_gram_insert",
    "insert into briefing_gram(gram, question) values($1,$2) on conflict do nothing"};
static const struct statement briefing_question_pass = {
    "briefing_question_pass", "update briefing_question set version=version+1, org=$2 where id=$1"};
static const struct statement briefing_question_answer = {
    "briefing_question_answer", "update briefing_question set version=version+1, answer=$2,"
                                " shown=$3, answered_on=$4, next_on=null where id=$1"};
static const struct statement briefing_question_show = {
    "briefing_question_show",
    "update briefing_question set version=version+1, shown='guests' where id=$1"};
static const struct statement briefing_question_miss = {
    "briefing_question_miss",
    "update briefing_question set version=version+1, missed_on=$2, next_on=$3 where id=$1"};
static const struct statement briefing_question_climb = {
    "briefing_question_climb", "update briefing_question set version=version+1, climbs=climbs+1,"
                               " climbed_to=$2, next_on=$3 where id=$1"};

/* Who sees the meeting and the project of whoever asked; once it is shown, all guests. */
const struct statement briefing_hearers = {
    "briefing_hearers",
    "select 'unit:'||u.org from meeting_unit u join briefing_question q on q.meeting=u.meeting"
    " where q.id=$1 union select 'district:'||district from briefing_question where id=$1"
    " union select 'account:'||asked_by from briefing_question where id=$1"
    " union select 'sees:'||project from briefing_question where project<>0 and id=$1"
    " union select 'sees:'||g.project from briefing_guest g join briefing_question q on"
    " q.meeting=g.meeting where q.shown='guests' and q.id=$1"};

/* -- reading -- */

static const struct statement briefing_guest_list = {
    "briefing_guest_list",
    "select g.id, g.version, g.meeting, g.project, g.invited_on, g.noted_on, g.has_come, p.name"
    " from briefing_guest g join project p on p.id=g.project where g.meeting=$6 and " ACCESS_PROJECT
    " order by g.id limit 200"};
static const struct statement briefing_guest_by_id = {
    "briefing_guest_by_id",
    "select g.id, g.version, g.meeting, g.project, g.invited_on, g.noted_on, g.has_come, p.name"
    " from briefing_guest g join project p on p.id=g.project where g.id=$6 and " ACCESS_PROJECT};
static const struct statement briefing_guest_count = {
    "briefing_guest_count",
    "select count(*) from briefing_guest where meeting=$1 and ($2=0 or project=$2)"};
static const struct statement briefing_meeting_list = {
    "briefing_meeting_list",
    "select m.id, m.version, m.kind, m.title, m.district, m.place, m.starts, m.ends, m.held_on"
    " from briefing_guest g join meeting m on m.id=g.meeting where g.project=$1 and"
    " m.state<>'cancelled' order by m.held_on desc, m.id desc limit 100"};

#define COLUMNS                                                                                    \
    "q.id, q.version, q.meeting, q.project, q.kind, q.district, q.org, q.question, q.answer,"      \
    " q.shown, q.asked_on, q.asked_by, q.due_on, q.answered_on, q.missed_on, q.climbs,"            \
    " q.climbed_to, m.title, m.held_on"
#define PROJECT_SEEN "exists(select 1 from project p where p.id=q.project and " ACCESS_PROJECT ")"
/* Of `briefing_question q` and its `meeting m`, with ACCESS_CELLS and one's own unit as $6: what
 * somebody asked whose project one may see; of staff, what one's unit was asked and all of a
 * meeting that one may see; of an enterprise, what is shown to all guests and it is one. */
#define QUESTION_SEEN                                                                              \
    "(" PROJECT_SEEN " or ($1<>5 and (q.org=$6 or " MEETING_SEEN ")) or ($1=5 and"                 \
    " q.shown='guests' and exists(select 1 from briefing_guest h where h.meeting=q.meeting and"    \
    " h.project=$3)))"
#define LOOK COLUMNS ", case when " PROJECT_SEEN " then 1 else 0 end"
#define ASKED "($8=0 or q.meeting=$8) and ($9=0 or q.answered_on is null) and " QUESTION_SEEN

static const struct statement briefing_question_by_id = {
    "briefing_question_by_id", "select " LOOK " from briefing_question q join meeting m on"
                               " m.id=q.meeting where q.id=$7 and " QUESTION_SEEN};
static const struct statement briefing_question_page = {
    "briefing_question_page",
    "select " LOOK " from briefing_question q join meeting m on"
    " m.id=q.meeting where q.id<$7 and " ASKED " order by q.id desc limit 200"};
/* Those that hold two grams of what is searched for. */
static const struct statement briefing_question_words = {
    "briefing_question_words",
    "select " LOOK " from briefing_gram x join briefing_question q on q.id=x.question join meeting"
    " m on m.id=q.meeting where x.gram=$10 and x.question<$7 and exists(select 1 from briefing_gram"
    " y where y.gram=$11 and y.question=x.question) and " ASKED
    " order by x.question desc limit 200"};
static const struct statement briefing_question_past = {
    "briefing_question_past",
    "select " COLUMNS ", 0 from briefing_question q join meeting m on m.id=q.meeting where"
    " q.next_on<$1 order by q.next_on, q.id limit 200"};

const struct statement *const briefing_statements[] = {
    &briefing_guest_insert,  &briefing_guest_note,     &briefing_question_insert,
    &briefing_gram_insert,   &briefing_question_pass,  &briefing_question_answer,
    &briefing_question_show, &briefing_question_miss,  &briefing_question_climb,
    &briefing_hearers,       &briefing_guest_list,     &briefing_guest_by_id,
    &briefing_guest_count,   &briefing_meeting_list,   &briefing_question_by_id,
    &briefing_question_page, &briefing_question_words, &briefing_question_past};
const size_t briefing_statement_count = COUNT_OF(briefing_statements);

const char briefing_ddl[] =
    "create table briefing_guest (id integer primary key, version integer not null, meeting integer"
    " not null, project integer not null, invited_on text not null, noted_on text, has_come integer"
    " not null);"
    "create index briefing_guest_by_meeting on briefing_guest(meeting, project);"
    "create index briefing_guest_by_project on briefing_guest(project, meeting);"
    "create table briefing_question (id integer primary key, version integer not null, meeting"
    " integer not null, project integer not null, kind text not null, district text not null, org"
    " text not null, question text not null, answer text not null, shown text not null, asked_on"
    " text not null, asked_by integer not null, due_on text not null, answered_on text, missed_on"
    " text, climbs integer not null, climbed_to text not null, next_on text);"
    "create index briefing_question_by_meeting on briefing_question(meeting, id);"
    "create index briefing_question_by_next on briefing_question(next_on, id);"
    /* For searching by words: see search_gram. */
    "create table briefing_gram (gram text not null, question integer not null,"
    " primary key(gram, question));";

/* -- recording -- */

bool briefing_record_invited(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_invited *body = event->body;
    return store_run(store, &briefing_guest_insert,
                     CELLS(cell_int(event->subject), cell_int(body->meeting),
                           cell_int(event->project), cell_date(event->happened_on)),
                     fault);
}

bool briefing_record_attended(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_attend *body = event->body;
    return store_run(
        store, &briefing_guest_note,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_bool(body->came)),
        fault);
}

static bool keep_words(struct store *store, int64_t question, struct text text, struct fault *fault)
{
    bool kept = true;
    for (size_t at = 0; kept && at < text.len;) {
        struct search_gram gram;
        at = search_gram(text, at, &gram);
        kept = !gram.is_whole ||
               store_run(store, &briefing_gram_insert,
                         CELLS(cell_text((struct text){gram.bytes, gram.len}), cell_int(question)),
                         fault);
    }
    return kept;
}

bool briefing_record_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_asked *body = event->body;
    return store_run(store, &briefing_question_insert,
                     CELLS(cell_int(event->subject), cell_int(body->meeting),
                           cell_int(body->project), cell_text(body->kind),
                           cell_text(body->district), cell_text(body->org),
                           cell_text(body->question), cell_date(event->happened_on),
                           cell_int(actor_label_account(event->actor)), cell_date(body->due_on)),
                     fault) &&
           keep_words(store, event->subject, body->question, fault);
}

bool briefing_record_passed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_passed *body = event->body;
    return store_run(store, &briefing_question_pass,
                     CELLS(cell_int(event->subject), cell_text(body->org)), fault);
}

bool briefing_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_answer *body = event->body;
    return store_run(store, &briefing_question_answer,
                     CELLS(cell_int(event->subject), cell_text(body->answer),
                           cell_text(body->shown), cell_date(event->happened_on)),
                     fault) &&
           keep_words(store, event->subject, body->answer, fault);
}

bool briefing_record_shown(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &briefing_question_show, CELLS(cell_int(event->subject)), fault);
}

bool briefing_record_missed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_missed *body = event->body;
    return store_run(
        store, &briefing_question_miss,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_date(body->next_on)),
        fault);
}

bool briefing_record_climbed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct briefing_climbed *body = event->body;
    return store_run(store, &briefing_question_climb,
                     CELLS(cell_int(event->subject), cell_text(body->to), cell_date(body->next_on)),
                     fault);
}

/* -- guests -- */

static void read_guest(struct arena *arena, const struct store_rows *rows, void *place)
{
    struct briefing_guest *out = place;
    *out = (struct briefing_guest){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .meeting = store_int(rows, 2),
        .project = store_int(rows, 3),
        .invited_on = store_date(rows, 4),
        .noted_on = store_date(rows, 5),
        .has_come = store_bool(rows, 6),
        .name = store_text(arena, rows, 7),
    };
}

static const struct store_shape guest_shape = {sizeof(struct briefing_guest), BRIEFING_GUESTS_MAX,
                                               read_guest};

bool briefing_guests_of(const struct sight *sight, int64_t meeting, struct briefing_guests *out,
                        struct fault *fault)
{
    struct store_rows rows;
    struct store_list list = {.items = NULL};
    bool read = store_query(sight->store, &briefing_guest_list,
                            CELLS(ACCESS_CELLS(sight->scope), cell_int(meeting)), &rows, fault) &&
                store_gather(sight->arena, &rows, &guest_shape, &list, fault);
    *out = (struct briefing_guests){list.items, list.count};
    return read;
}

bool briefing_guest_find(const struct sight *sight, int64_t id, struct briefing_guest *out,
                         struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &briefing_guest_by_id,
                       CELLS(ACCESS_CELLS(sight->scope), cell_int(id)), &rows, fault) &&
           store_gather_one(sight->arena, &rows, &guest_shape, out, fault);
}

bool briefing_guests_count(struct store *store, int64_t meeting, int64_t project, int64_t *out,
                           struct fault *fault)
{
    return store_query_int(store, &briefing_guest_count,
                           CELLS(cell_int(meeting), cell_int(project)), out, fault);
}

bool briefing_meetings_of(struct arena *arena, struct store *store, int64_t project,
                          struct meetings *out, struct fault *fault)
{
    enum { MOST = 100 };
    struct store_rows rows;
    *out = (struct meetings){arena_array(arena, struct meeting, MOST), 0};
    if (!store_query(store, &briefing_meeting_list, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < MOST && store_next(&rows)) {
        out->items[out->count++] = (struct meeting){
            .id = store_int(&rows, 0),
            .version = store_int(&rows, 1),
            .kind = store_text(arena, &rows, 2),
            .title = store_text(arena, &rows, 3),
            .district = store_text(arena, &rows, 4),
            .place = store_text(arena, &rows, 5),
            .starts = store_text(arena, &rows, 6),
            .ends = store_text(arena, &rows, 7),
            .held_on = store_date(&rows, 8),
        };
    }
    return store_done(&rows, fault);
}

/* -- questions -- */

static void read_question(struct arena *arena, const struct store_rows *rows,
                          struct briefing_question *out)
{
    *out = (struct briefing_question){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .meeting = store_int(rows, 2),
        .project = store_int(rows, 3),
        .kind = store_text(arena, rows, 4),
        .district = store_text(arena, rows, 5),
        .org = store_text(arena, rows, 6),
        .question = store_text(arena, rows, 7),
        .answer = store_text(arena, rows, 8),
        .shown = store_text(arena, rows, 9),
        .asked_on = store_date(rows, 10),
        .asked_by = store_int(rows, 11),
        .due_on = store_date(rows, 12),
        .answered_on = store_date(rows, 13),
        .missed_on = store_date(rows, 14),
        .climbs = store_int(rows, 15),
        .climbed_to = store_text(arena, rows, 16),
        .title = store_text(arena, rows, 17),
        .held_on = store_date(rows, 18),
        .sees_project = store_bool(rows, 19),
    };
}

#define BATCH 200
#define BATCHES 10 /* what nobody finds among two thousand is asked for with the next page */

/* The first whole gram of what is searched for, and the last one. */
struct search_ends {
    struct search_gram first, last;
    bool are_there;
};

static struct search_ends ends_of(struct text words)
{
    struct search_ends ends = {.are_there = false};
    for (size_t at = 0; at < words.len;) {
        struct search_gram gram;
        at = search_gram(words, at, &gram);
        if (gram.is_whole) {
            ends.first = ends.are_there ? ends.first : gram;
            ends.last = gram;
            ends.are_there = true;
        }
    }
    return ends;
}

static struct text gram_text(const struct search_gram *gram)
{
    return (struct text){gram->bytes, gram->len};
}

static bool query_batch(const struct meeting_sight *sight, const struct briefing_search *search,
                        int64_t before, struct store_rows *rows, struct fault *fault)
{
    struct search_ends ends = ends_of(search->words);
    if (!ends.are_there) {
        return store_query(sight->sight.store, &briefing_question_page,
                           CELLS(ACCESS_CELLS(sight->sight.scope), cell_text(sight->org),
                                 cell_int(before), cell_int(search->meeting),
                                 cell_bool(search->is_open_only)),
                           rows, fault);
    }
    return store_query(sight->sight.store, &briefing_question_words,
                       CELLS(ACCESS_CELLS(sight->sight.scope), cell_text(sight->org),
                             cell_int(before), cell_int(search->meeting),
                             cell_bool(search->is_open_only), cell_text(gram_text(&ends.first)),
                             cell_text(gram_text(&ends.last))),
                       rows, fault);
}

/* How far the search has come. */
struct searching {
    struct text words;
    int64_t last; /* the last one looked at */
    size_t seen;  /* of this batch */
};

static bool take_batch(struct arena *arena, struct store_rows *rows, struct searching *searching,
                       struct briefing_questions *out, struct fault *fault)
{
    searching->seen = 0;
    while (out->count < BRIEFING_PAGE && store_next(rows)) {
        struct briefing_question *one = &out->items[out->count];
        read_question(arena, rows, one);
        searching->last = one->id;
        searching->seen++;
        out->count += search_holds(one->question, searching->words) ||
                      search_holds(one->answer, searching->words);
    }
    return store_done(rows, fault);
}

bool briefing_question_list(const struct meeting_sight *sight, const struct briefing_search *search,
                            struct briefing_questions *out, int64_t *out_next, struct fault *fault)
{
    struct arena *arena = sight->sight.arena;
    struct searching searching = {search->words, search->before > 0 ? search->before : INT64_MAX,
                                  BATCH};
    *out = (struct briefing_questions){
        arena_array(arena, struct briefing_question, BRIEFING_PAGE + 1), 0};
    for (int i = 0; i < BATCHES && searching.seen == BATCH && out->count < BRIEFING_PAGE; i++) {
        struct store_rows rows;
        if (!query_batch(sight, search, searching.last, &rows, fault) ||
            !take_batch(arena, &rows, &searching, out, fault)) {
            return false;
        }
    }
    bool has_more = out->count == BRIEFING_PAGE || searching.seen == BATCH;
    *out_next = has_more ? searching.last : 0;
    return true;
}

bool briefing_question_find(const struct meeting_sight *sight, int64_t id,
                            struct briefing_question *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->sight.store, &briefing_question_by_id,
                     CELLS(ACCESS_CELLS(sight->sight.scope), cell_text(sight->org), cell_int(id)),
                     &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_question(sight->sight.arena, &rows, out);
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool briefing_past(struct arena *arena, struct store *store, civil_date today,
                   struct briefing_questions *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct briefing_questions){arena_array(arena, struct briefing_question, BATCH), 0};
    if (!store_query(store, &briefing_question_past, CELLS(cell_date(today)), &rows, fault)) {
        return false;
    }
    while (out->count < BATCH && store_next(&rows)) {
        read_question(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}
