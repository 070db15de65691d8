#include "app/archiving.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/access.h"
#include "app/ask.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "base/stored_zip.h"
#include "ledger/archive.h"
#include "ledger/sm3.h"

#define GATHERED_MAX ((size_t)192 << 20)
#define ITEMS_MAX 10000 /* of one list */
#define SIGNED_TRIES 50
#define SIGNED_WAIT_NS 100000000L

struct archiving {
    const struct archive_order *order;
    struct arena *arena; /* for what is gathered */
    struct jvalue record;
    struct stored_member *stored;
    int64_t at; /* bytes written */
    struct archive archive;
};

/* -- what is known -- */

static const struct jvalue *part_of(const struct archiving *archiving, const char *name)
{
    return jvalue_get(&archiving->record, name);
}

/* NULL where the reader's role may not ask. */
static bool ask(struct archiving *archiving, const struct archive_part *part, struct text query,
                const struct jvalue **out, struct fault *fault)
{
    struct view_run run = *archiving->order->asks;
    struct route_match match;
    struct text path = text_format(archiving->arena, "/projects/%.*s%s",
                                   TEXT_ARG(archiving->order->id), part->path);
    enum route_result result =
        register_route(archiving->arena, archiving->order->registry, TEXT("GET"), path, &match);
    ensure(result == ROUTE_FOUND && match.view != NULL);
    *out = NULL;
    run.arena = archiving->arena;
    return !access_role_may(match.view->roles, run.actor->role) ||
           view_ask(&run, &match, query, out, fault);
}

static bool too_large(struct fault *fault)
{
    return fault_raise(fault, FAULT_ARCHIVE_TOO_LARGE, TEXT_NONE, FAULT_NO_ARGS);
}

static struct text next_page(struct archiving *archiving, const struct jvalue *answer)
{
    const struct jvalue *next = jvalue_get(answer, "next");
    if (next != NULL && next->kind == JVALUE_INT) {
        return text_format(archiving->arena, "%lld", (long long)next->integer);
    }
    return jvalue_text(next, TEXT_NONE);
}

/* All pages of a list, as one. */
static bool ask_pages(struct archiving *archiving, const struct archive_part *part,
                      struct jvalue *out, struct fault *fault)
{
    struct jvalue *items = arena_room(archiving->arena, struct jvalue, ITEMS_MAX);
    struct text query = TEXT("limit=200");
    *out = (struct jvalue){.kind = JVALUE_ARRAY, .items = items};
    while (query.len > 0) {
        const struct jvalue *answer = NULL;
        if (!ask(archiving, part, query, &answer, fault)) {
            return false;
        }
        const struct jvalue *list = jvalue_get(answer, "items");
        for (uint32_t i = 0; list != NULL && i < list->count; i++) {
            if (out->count == ITEMS_MAX) {
                return too_large(fault);
            }
            items[out->count++] = list->items[i];
        }
        struct text next = next_page(archiving, answer);
        query = next.len > 0 ? text_format(archiving->arena, "limit=200&after=%.*s", TEXT_ARG(next))
                             : TEXT_NONE;
    }
    return true;
}

static bool gather(struct archiving *archiving, struct fault *fault)
{
    const struct archive_kind *kind = register_house(archiving->order->registry)->archive;
    struct jmember *members = arena_array(archiving->arena, struct jmember, kind->part_count);
    archiving->record = (struct jvalue){.kind = JVALUE_OBJECT, .members = members};
    for (size_t i = 0; i < kind->part_count; i++) {
        const struct archive_part *part = &kind->parts[i];
        const struct jvalue *answer = NULL;
        struct jvalue *value = &members[i].value;
        members[i].name = text_of(part->name);
        *value = (struct jvalue){.kind = JVALUE_NULL};
        if (part->is_paged ? !ask_pages(archiving, part, value, fault)
                           : !ask(archiving, part, TEXT_NONE, &answer, fault)) {
            return false;
        }
        if (answer != NULL) {
            *value = *answer;
        }
        archiving->record.count++;
    }
    return true;
}

/* -- the archive's bytes -- */

static bool write_all(struct archiving *archiving, struct text bytes, struct fault *fault)
{
    while (bytes.len > 0) {
        ssize_t done = write(archiving->order->file, bytes.at, bytes.len);
        if (done < 0 && errno != EINTR) {
            return fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE,
                               FAULT_ARGS(text_of(strerror(errno))));
        }
        size_t len = done > 0 ? (size_t)done : 0;
        bytes = text_slice(bytes, len, bytes.len - len);
        archiving->at += (int64_t)len;
    }
    return true;
}

static struct text digest_of(struct arena *arena, struct text bytes)
{
    unsigned char digest[SM3_SIZE];
    sm3_of(bytes, digest);
    return hex_of(arena, digest, sizeof digest);
}

static bool add_member(struct archiving *archiving, struct text path, struct text bytes,
                       int64_t entry, struct fault *fault)
{
    struct archive *archive = &archiving->archive;
    if (archive->member_count + 2 > STORED_ZIP_MEMBERS_MAX ||
        archiving->at + (int64_t)bytes.len > STORED_ZIP_SIZE_MAX - ((int64_t)128 << 20)) {
        return too_large(fault);
    }
    struct stored_member *stored = &archiving->stored[archive->member_count];
    struct buffer head = buffer_open(archiving->arena, 256);
    *stored = (struct stored_member){path, stored_zip_crc(bytes), (uint32_t)bytes.len,
                                     (uint32_t)archiving->at};
    archive->members[archive->member_count++] = (struct archive_member){
        path, digest_of(archiving->arena, bytes), (int64_t)bytes.len, entry};
    stored_zip_head(&head, stored);
    return write_all(archiving, buffer_text(&head), fault) && write_all(archiving, bytes, fault);
}

static bool add_register(struct archiving *archiving, struct fault *fault)
{
    const struct archive_tools *tools = archiving->order->tools;
    const struct view_run *asks = archiving->order->asks;
    const struct archive_kind *kind = register_house(archiving->order->registry)->archive;
    const struct paper_desk desk = {archiving->arena, asks->city, asks->actor->language,
                                    asks->today, asks->now};
    bool has_more = true;
    for (int volume = 1; has_more; volume++) {
        struct buffer paper = buffer_open(archiving->arena, 64 << 10);
        struct text pdf = TEXT_NONE;
        has_more = kind->compose(&desk, &archiving->record, volume, &paper);
        if (!tools->print(tools->printer, archiving->arena, buffer_text(&paper), &pdf, fault) ||
            !add_member(archiving, text_format(archiving->arena, "register-%d.pdf", volume), pdf, 0,
                        fault)) {
            return false;
        }
    }
    return true;
}

static bool add_record(struct archiving *archiving, struct fault *fault)
{
    struct buffer buffer = buffer_open(archiving->arena, 256 << 10);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, &archiving->record);
    return add_member(archiving, TEXT("record.json"), buffer_text(&buffer), 0, fault);
}

/* One document, as whoever asks would download it. */
static bool add_document(struct archiving *archiving, int64_t id, struct fault *fault)
{
    struct arena *arena = arena_open((size_t)64 << 20, (size_t)160 << 20);
    struct view_run run = *archiving->order->asks;
    struct archived_document document;
    run.arena = arena;
    run.id = id;
    bool fine = archiving->order->tools->open(&run, &document, fault) &&
                add_member(archiving,
                           text_format(archiving->arena, "documents/%lld-%.*s", (long long)id,
                                       TEXT_ARG(document.name)),
                           document.bytes, id, fault);
    arena_close(arena);
    return fine;
}

static bool add_documents(struct archiving *archiving, struct fault *fault)
{
    const struct jvalue *files = part_of(archiving, "files");
    for (uint32_t i = files->count; i > 0; i--) { /* the oldest first */
        int64_t id = jvalue_int(jvalue_get(&files->items[i - 1], "id"), 0);
        if (!add_document(archiving, id, fault)) {
            return false;
        }
    }
    return true;
}

/* -- its proof -- */

/* The newest head, once it covers what is told; it is signed within a second or two. */
static bool wait_for_head(struct archiving *archiving, int64_t seq, struct fault *fault)
{
    const struct timespec moment = {0, SIGNED_WAIT_NS};
    struct ledger_head *head = &archiving->archive.head;
    for (int i = 0; i < SIGNED_TRIES; i++) {
        if (!ledger_head_current(archiving->order->asks->store, head, fault)) {
            return false;
        }
        if (head->size >= seq) {
            return true;
        }
        nanosleep(&moment, NULL);
    }
    return fault_raise(fault, FAULT_LEDGER_NOT_SIGNED_YET, TEXT_NONE, FAULT_NO_ARGS);
}

static bool add_proof(struct archiving *archiving, struct fault *fault)
{
    const struct archive_tools *tools = archiving->order->tools;
    const struct jvalue *project = part_of(archiving, "project");
    const struct jvalue *acts = part_of(archiving, "acts");
    struct archive *archive = &archiving->archive;
    unsigned char signature[LEDGER_SIGNATURE_SIZE];
    struct archive *again = arena_new(archiving->arena, struct archive);
    struct text proof;
    archive->project = jvalue_int(jvalue_get(project, "id"), 0);
    archive->number = jvalue_text(jvalue_get(project, "number"), TEXT_NONE);
    archive->made_at = archiving->order->asks->now;
    archive->acts = arena_array(archiving->arena, int64_t, acts->count + 1);
    int64_t last = 0;
    for (uint32_t i = acts->count; i > 0; i--) {
        int64_t seq = jvalue_int(jvalue_get(&acts->items[i - 1], "seq"), 0);
        archive->acts[archive->act_count++] = seq;
        last = seq > last ? seq : last;
    }
    if (!wait_for_head(archiving, last, fault) ||
        !archive_write(archiving->arena, archiving->order->asks->store, archive, &proof, fault) ||
        !tools->sign(tools->signer, proof, signature, fault)) {
        return false;
    }
    proof = archive_signed(archiving->arena, proof, signature);
    /* What is handed out has been read as its reader will. */
    return archive_read(archiving->arena, proof, NULL, again, fault) &&
           add_member(archiving, TEXT(ARCHIVE_PROOF), proof, 0, fault);
}

static bool add_directory(struct archiving *archiving, struct fault *fault)
{
    struct buffer directory = buffer_open(archiving->arena, 64 << 10);
    stored_zip_directory(&directory, archiving->stored, archiving->archive.member_count,
                         (uint32_t)archiving->at);
    return write_all(archiving, buffer_text(&directory), fault);
}

/* -- the whole -- */

static bool make(struct archiving *archiving, struct fault *fault)
{
    struct arena *arena = archiving->arena;
    archiving->stored = arena_room(arena, struct stored_member, STORED_ZIP_MEMBERS_MAX);
    archiving->archive.members = arena_room(arena, struct archive_member, STORED_ZIP_MEMBERS_MAX);
    return gather(archiving, fault) && add_register(archiving, fault) &&
           add_record(archiving, fault) && add_documents(archiving, fault) &&
           add_proof(archiving, fault) && add_directory(archiving, fault);
}

bool archive_sees(const struct archive_order *order, struct fault *fault)
{
    const struct jvalue *unused = NULL;
    struct archiving archiving = {.order = order, .arena = order->asks->arena};
    return ask(&archiving, &register_house(order->registry)->archive->parts[0], TEXT_NONE, &unused,
               fault);
}

bool archive_make(const struct archive_order *order, struct archived *out, struct fault *fault)
{
    struct archiving archiving = {.order = order};
    archiving.arena = arena_open(GATHERED_MAX / 2, GATHERED_MAX * 2);
    bool fine = make(&archiving, fault);
    if (fine) {
        *out = (struct archived){archiving.at,
                                 text_copy(order->asks->arena, archiving.archive.number)};
    }
    arena_close(archiving.arena);
    return fine;
}
