#include "roof/director.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/city.h"
#include "app/identity/password.h"
#include "base/arena.h"
#include "engine/calendar/calendar.h"

#define TEN_O_CLOCK_MS ((int64_t)10 * 60 * 60 * 1000)

void director_open(struct director *director, struct boot *boot, civil_date today, bool is_demo)
{
    *director = (struct director){.boot = boot, .today = today, .day = today, .is_demo = is_demo};
    director->system = (struct actor){.role = ROLE_SYSTEM,
                                      .name = TEXT_NONE,
                                      .org = TEXT_NONE,
                                      .district = city_code(boot->city)};
}

civil_date director_days_ago(const struct director *director, int working_days)
{
    struct calendar_day day;
    struct fault fault = {.code = FAULT_NONE};
    bool counted = calendar_add(city_calendar(director->boot->city), director->today, -working_days,
                                &day, &fault);
    ensure(counted);
    return day.day;
}

/* Ten in the morning of that day on the city's clock; never later than now. */
static int64_t instant_of(civil_date day, int utc_offset_minutes)
{
    int64_t instant = civil_date_instant(day, utc_offset_minutes) + TEN_O_CLOCK_MS;
    int64_t now = boot_now(NULL);
    return instant < now ? instant : now;
}

static bool run(struct director *director, const struct act *act, struct job *job)
{
    static const struct field_table no_fields = {NULL, 0, 1};
    const struct command_kind *kind =
        register_command(director->boot->registry, text_of(act->command));
    ensure(kind != NULL);
    const struct field_table *table = kind->fields != NULL ? kind->fields : &no_fields;
    const struct jvalue *object = NULL;
    void *fields = arena_alloc(job->arena, table->size);
    struct text source = act->fields.len > 0 ? act->fields : TEXT("{}");
    if (!json_read(job->arena, source, &object, &job->fault) ||
        !field_read(job->arena, table, object, fields, &job->fault)) {
        return false;
    }
    job->kind = kind;
    job->fields = fields;
    job->actor = &act->actor;
    job->parameters[0] =
        act->id == 0 ? TEXT_NONE : text_format(job->arena, "%lld", (long long)act->id);
    job->parameters[1] =
        act->second == 0 ? TEXT_NONE : text_format(job->arena, "%lld", (long long)act->second);
    job->parameters[2] = TEXT_NONE;
    job->key = job->fingerprint = job->answer = TEXT_NONE;
    struct job *jobs[1] = {job};
    int offset = city_utc_offset_minutes(director->boot->city);
    (void)pipeline_run(director->boot->pipeline, jobs, 1, instant_of(act->day, offset));
    return job->done;
}

bool director_play_json(struct director *director, const struct act *act, const struct jvalue **out,
                        struct fault *fault)
{
    struct job job = {.arena = arena_open((size_t)16 << 20, (size_t)256 << 20)};
    bool done =
        run(director, act, &job) && json_read(director->boot->arena, job.answer, out, &job.fault);
    if (!done) {
        *fault = job.fault;
        fprintf(stderr, "%s on %d: ", act->command, (int)act->day);
    }
    arena_close(job.arena);
    return done;
}

bool director_play(struct director *director, const struct act *act, int64_t *out_id,
                   struct fault *fault)
{
    const struct jvalue *answer = NULL;
    if (!director_play_json(director, act, &answer, fault)) {
        return false;
    }
    if (out_id != NULL) {
        *out_id = jvalue_int(jvalue_get(answer, "id"), 0);
    }
    return true;
}

/* -- the cast -- */

static struct cast_member *find(struct director *director, const char *login)
{
    for (size_t i = 0; i < director->count; i++) {
        if (text_is(text_of(login), director->members[i].cast.login)) {
            return &director->members[i];
        }
    }
    return NULL;
}

static bool open_account(struct director *director, const struct cast *cast,
                         struct cast_member *member, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    char hash[PASSWORD_HASH_SIZE];
    member->password = password_random(arena, 12);
    if (!password_hash(member->password, hash, fault)) {
        return false;
    }
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "login", text_of(cast->login));
    json_member_text(&json, "name", text_of(cast->name));
    json_member_text(&json, "password_hash", text_of(hash));
    json_member_bool(&json, "demo", director->is_demo);
    json_end(&json);
    struct act act = {"account.open", director->system, director->day, 0, 0, buffer_text(&buffer)};
    return director_play(director, &act, &member->account, fault);
}

static bool grant(struct director *director, const struct cast *cast, int64_t account,
                  struct fault *fault)
{
    struct buffer buffer = buffer_open(director->boot->arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "role", text_of(cast->role));
    json_member_text_or_null(&json, "org", text_of(cast->org));
    json_member_text_or_null(&json, "district", text_of(cast->district));
    if (cast->project != 0) {
        json_member_int(&json, "project_id", cast->project);
    }
    json_end(&json);
    struct act act = {"account.grant",     director->system, director->day, account, 0,
                      buffer_text(&buffer)};
    return director_play(director, &act, NULL, fault);
}

bool director_cast(struct director *director, const struct cast *cast, int64_t *out_account,
                   struct fault *fault)
{
    struct cast_member *member = find(director, cast->login);
    if (member == NULL) {
        ensure(director->count < CAST_MAX);
        struct cast_member made = {.cast = *cast};
        if (!open_account(director, cast, &made, fault)) {
            return false;
        }
        member = &director->members[director->count++];
        *member = made;
    }
    *out_account = member->account;
    return grant(director, cast, member->account, fault);
}

struct actor director_actor(const struct director *director, const char *login)
{
    const struct cast_member *member = NULL;
    for (size_t i = 0; i < director->count && member == NULL; i++) {
        if (text_is(text_of(login), director->members[i].cast.login)) {
            member = &director->members[i];
        }
    }
    ensure(member != NULL);
    return (struct actor){
        .account = member->account,
        .role = role_from_name(text_of(member->cast.role)),
        .name = text_of(member->cast.name),
        .org = text_of(member->cast.org),
        .district = text_of(member->cast.district),
        .project = member->cast.project,
    };
}

void director_write_cast(const struct director *director, struct json_writer *json)
{
    json_array(json);
    for (size_t i = 0; i < director->count; i++) {
        const struct cast_member *member = &director->members[i];
        json_object(json);
        json_member_text(json, "login", text_of(member->cast.login));
        json_member_text(json, "password", member->password);
        json_member_text(json, "name", text_of(member->cast.name));
        json_member_text(json, "role", text_of(member->cast.role));
        json_member_text_or_null(json, "org", text_of(member->cast.org));
        json_member_text_or_null(json, "district", text_of(member->cast.district));
        json_end(json);
    }
    json_end(json);
}

void director_print_cast(const struct director *director)
{
    for (size_t i = 0; i < director->count; i++) {
        const struct cast_member *member = &director->members[i];
        printf("  %-16s %-20.*s %s\n", member->cast.login, TEXT_ARG(member->password),
               member->cast.name);
    }
    fflush(stdout);
}

bool director_read_json(struct director *director, const char *pack, struct text file,
                        const struct jvalue **out, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    struct text path = text_format(arena, "%s/%.*s", pack, TEXT_ARG(file));
    FILE *stream = fopen(path.at, "rb");
    if (stream == NULL) {
        return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, text_of(strerror(errno))));
    }
    struct buffer bytes = buffer_open(arena, 64 << 10);
    size_t got;
    do {
        got = fread(buffer_reserve(&bytes, 16 << 10), 1, 16 << 10, stream);
        buffer_commit(&bytes, got);
    } while (got > 0);
    fclose(stream);
    return json_read(arena, buffer_text(&bytes), out, fault);
}

/* -- a document -- */

struct text director_pdf(struct arena *arena, int64_t number)
{
    struct buffer out = buffer_open(arena, 1024);
    size_t at[5];
    buffer_add(&out, TEXT("%PDF-1.4\n"));
    const char *const bodies[] = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 120] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> "
        ">>",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        at[i] = out.len;
        buffer_addf(&out, "%zu 0 obj\n%s\nendobj\n", i + 1, bodies[i]);
    }
    struct text page = text_format(
        arena, "BT /F1 14 Tf 20 60 Td (Liandong demonstration %lld) Tj ET", (long long)number);
    at[3] = out.len;
    buffer_addf(&out, "4 0 obj\n<< /Length %zu >>\nstream\n%.*s\nendstream\nendobj\n", page.len,
                TEXT_ARG(page));
    size_t table = out.len;
    buffer_add(&out, TEXT("xref\n0 5\n0000000000 65535 f \n"));
    for (size_t i = 0; i < 4; i++) {
        buffer_addf(&out, "%010zu 00000 n \n", at[i]);
    }
    buffer_addf(&out, "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", table);
    return buffer_text(&out);
}
