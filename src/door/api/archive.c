#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/archiving.h"
#include "app/city.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* GET /projects/{id}/archive (app/archiving.h): made in the thread aside, one at a time, into a
 * file without a name; the answer is that file. The bytes go out once it is durable who had the
 * documents. */

#define OUT_MAX 4 /* archives on their way to their readers */

/* The bytes of those: places, since they outlive their requests. */
static struct place {
    atomic_bool is_taken;
    void *bytes;
    size_t size;
} places[OUT_MAX];

struct archiving {
    struct call *call;
    struct text id;      /* of the project, as it was asked */
    struct place *place; /* where its bytes wait for their reader */
};

static void let_go(void *context)
{
    struct place *place = context;
    if (place->bytes != NULL) {
        munmap(place->bytes, place->size);
    }
    place->bytes = NULL;
    atomic_store(&place->is_taken, false);
}

static struct place *take_place(void)
{
    for (size_t i = 0; i < OUT_MAX; i++) {
        if (!atomic_exchange(&places[i].is_taken, true)) {
            return &places[i];
        }
    }
    return NULL;
}

static struct text name_of(const struct call *call, struct text number)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    bool is_zh = call->session.actor.language == LANGUAGE_ZH;
    return text_format(call->arena, "%s %.*s %s.zip", is_zh ? "项目卷宗" : "Project archive",
                       TEXT_ARG(number), civil_date_write(call->today, iso).at);
}

static bool map_answer(struct archiving *archiving, int file, const struct archived *archived,
                       struct fault *fault)
{
    struct call *call = archiving->call;
    size_t size = (size_t)archived->size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE,
                           FAULT_ARGS(text_of(strerror(errno))));
    }
    archiving->place->bytes = bytes;
    archiving->place->size = size;
    call->release = let_go;
    call->release_context = archiving->place;
    call->page =
        (struct page){200, "application/zip", {bytes, size}, name_of(call, archived->number)};
    return true;
}

static bool make(struct archiving *archiving, const struct city *city, struct fault *fault)
{
    struct call *call = archiving->call;
    const struct api_options *options = &call->api->options;
    const struct view_run asks = {.arena = call->arena,
                                  .store = call_aside_store(call),
                                  .city = city,
                                  .vault = options->vault,
                                  .actor = &call->session.actor,
                                  .now = call->now,
                                  .today = call->today};
    struct archived archived;
    int file = open(options->scratch, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE,
                           FAULT_ARGS(text_of(strerror(errno))));
    }
    const struct archive_order order = {&asks, options->registry, &options->archive_tools,
                                        archiving->id, file};
    /* What one may not see is not counted: it answers like what does not exist. */
    bool fine = archive_sees(&order, fault) && call_is_within(call, call->api->archives, fault) &&
                archive_make(&order, &archived, fault) &&
                map_answer(archiving, file, &archived, fault);
    (void)close(file);
    return fine;
}

static void hand_out(struct call *call, struct job *job)
{
    (void)job;
    call_page(call, &call->page);
}

static void make_archive(void *context)
{
    struct archiving *archiving = context;
    struct call *call = archiving->call;
    struct fault fault = {.code = FAULT_NONE};
    const struct city *city = city_hold(call->api->options.city);
    archiving->place = take_place();
    bool fine = archiving->place != NULL
                    ? make(archiving, city, &fault)
                    : fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    if (!fine && archiving->place != NULL) {
        let_go(archiving->place);
    }
    city_give(city);
    if (!fine) {
        call_fault(call, &fault);
        return;
    }
    audit_later(call->api, call->session.actor.account, TEXT("exported"), call->request->target,
                call->request->peer);
    call_submit(call, &(struct submission){.kind = call->api->options.seen_all,
                                           .parameters = {archiving->id, TEXT_NONE, TEXT_NONE},
                                           .answered = hand_out});
}

static struct text asked_project(struct text path)
{
    struct text begin = TEXT("/projects/");
    struct text end = TEXT("/archive");
    if (!text_starts_with(path, begin) || !text_ends_with(path, end) ||
        path.len <= begin.len + end.len) {
        return TEXT_NONE;
    }
    struct text id = text_slice(path, begin.len, path.len - begin.len - end.len);
    return text_find(id, TEXT("/")) == SIZE_MAX ? id : TEXT_NONE;
}

bool call_archive(struct call *call, struct text path)
{
    struct text id = asked_project(path);
    struct fault fault = {.code = FAULT_NONE};
    if (id.len == 0) {
        return false;
    }
    struct archiving *archiving = arena_new(call->arena, struct archiving);
    archiving->call = call;
    archiving->id = id;
    /* What was asked wrongly is no archive: it is not counted. */
    bool is_one = !call->signed_in || route_id(id) != 0 ||
                  fault_raise(&fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    bool is_plain =
        !is_one || !call->signed_in || call->request->query.len == 0 ||
        fault_raise(&fault, FAULT_QUERY_INVALID, TEXT("query"), FAULT_ARGS(TEXT("query")));
    bool ready = is_one && is_plain && call_may_ask(call, api_archive_view, &fault) &&
                 (slow_do(call->api->aside, make_archive, archiving) ||
                  fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS));
    if (!ready) {
        call_fault(call, &fault);
    }
    return true;
}
