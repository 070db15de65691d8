#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "store/postgres.h"

/* -- troubles (SQLSTATE, PostgreSQL manual, appendix A) -- */

static bool is_class(const char *state, const char *class)
{
    return strncmp(state, class, strlen(class)) == 0;
}

static enum store_trouble trouble_of(const char *state)
{
    static const struct {
        const char *class;
        enum store_trouble trouble;
    } known[] = {
        {"53100", TROUBLE_FULL},   /* disk full */
        {"53", TROUBLE_BUSY},      /* too many connections, out of memory */
        {"40", TROUBLE_RACE},      /* serialization failure, deadlock */
        {"55P03", TROUBLE_BUSY},   /* lock not to be had in time */
        {"57014", TROUBLE_BUSY},   /* statement timeout, cancelled */
        {"25P03", TROUBLE_BROKEN}, /* idle in a transaction: the server hung up */
        {"25006", TROUBLE_BROKEN}, /* a standby by now: look for the primary */
        {"57P", TROUBLE_BROKEN},   /* shutting down, crashed, starting */
        {"08", TROUBLE_BROKEN},    /* connection */
        {"58", TROUBLE_BROKEN},    /* I/O error of the server */
        {"XX", TROUBLE_BROKEN},    /* data corrupted, internal error */
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (is_class(state, known[i].class)) {
            return known[i].trouble;
        }
    }
    return TROUBLE_FAILED;
}

/* The first line of libpq's words, which has neither addresses with passwords nor values. */
static void first_line(const char *words, char *out, size_t size)
{
    size_t len = strcspn(words, "\n");
    snprintf(out, size, "%.*s", (int)(len < size ? len : size - 1), words);
}

bool pg_broken(struct pg *pg, struct store_error *error)
{
    error->trouble = TROUBLE_BROKEN;
    first_line(PQerrorMessage(pg->conn), error->words, sizeof error->words);
    if (error->words[0] == '\0') {
        snprintf(error->words, sizeof error->words, "the server does not answer");
    }
    pg->pending = 0;
    return false;
}

bool pg_fail(const struct pg *pg, const PGresult *result, struct store_error *error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    error->trouble =
        state == NULL || PQstatus(pg->conn) == CONNECTION_BAD ? TROUBLE_BROKEN : trouble_of(state);
    first_line(words != NULL ? words : PQresultErrorMessage(result), error->words,
               sizeof error->words);
    return false;
}

/* -- waiting -- */

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until there is something to take. False: the server is gone, or as good as. */
static bool wait_for_answer(struct pg *pg)
{
    int64_t until = milliseconds() + pg->answer_ms;
    while (PQisBusy(pg->conn)) {
        struct pollfd socket = {.fd = PQsocket(pg->conn), .events = POLLIN};
        int64_t left = until - milliseconds();
        int ready = left <= 0 ? 0 : poll(&socket, 1, (int)left);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0 || PQconsumeInput(pg->conn) == 0) {
            return false;
        }
    }
    return true;
}

/* NULL at the end of a command's results, and when the connection is gone: `*gone` then. */
static PGresult *next_result(struct pg *pg, bool *gone)
{
    if (!wait_for_answer(pg)) {
        *gone = true;
        return NULL;
    }
    PGresult *result = PQgetResult(pg->conn);
    *gone = PQstatus(pg->conn) == CONNECTION_BAD && result == NULL;
    return result;
}

/* -- sending -- */

void pg_make_room(struct pg *pg)
{
    struct store_error now = {TROUBLE_FAILED, ""};
    if (pg->pending >= PG_PENDING_MAX && !pg_take(pg, NULL, &now)) {
        pg->has_late = true; /* told by whoever waits next */
        pg->late = now;
    }
}

bool pg_sent(struct pg *pg, int sent, const char *name, struct store_error *error)
{
    ensure(pg->pending < PG_PENDING_MAX + PG_PENDING_SLACK);
    pg->names[pg->pending] = name;
    pg->pending += sent != 0;
    return sent != 0 || pg_broken(pg, error);
}

bool pg_send(struct pg *pg, const char *sql, const char *name, struct store_error *error)
{
    pg_make_room(pg);
    return pg_sent(pg, PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1), name, error);
}

/* -- taking -- */

static bool is_fine(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static void note_changes(struct pg *pg, PGresult *result)
{
    const char *count = PQcmdTuples(result);
    int64_t number = 0;
    pg->changes = text_to_int(text_of(count), &number) ? number : 0;
}

static void note_failure(struct pg *pg, const PGresult *result, const char *name)
{
    struct store_error error = {TROUBLE_FAILED, ""};
    if (pg->has_late || PQresultStatus(result) == PGRES_PIPELINE_ABORTED) {
        return; /* the first failure is the cause of the others */
    }
    pg_fail(pg, result, &error);
    pg->late = error;
    snprintf(pg->late.words, sizeof pg->late.words, "%s: %s", name, error.words);
    pg->has_late = true;
    pg->has_failed = pg->in_transaction;
}

/* All results of one command; the last one is kept. */
static bool take_one(struct pg *pg, const char *name, PGresult **kept)
{
    bool gone = false;
    for (PGresult *result = next_result(pg, &gone); result != NULL;
         result = next_result(pg, &gone)) {
        if (is_fine(result)) {
            note_changes(pg, result);
        } else {
            note_failure(pg, result, name);
        }
        PQclear(*kept);
        *kept = result;
        if (PQstatus(pg->conn) == CONNECTION_BAD) {
            return false;
        }
    }
    return !gone;
}

static bool take_sync(struct pg *pg)
{
    bool gone = false;
    PGresult *result = next_result(pg, &gone);
    bool synced = result != NULL && PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    return synced;
}

static bool take_all(struct pg *pg, PGresult **kept)
{
    if (PQpipelineSync(pg->conn) == 0) {
        return false;
    }
    for (int i = 0; i < pg->pending; i++) {
        if (!take_one(pg, pg->names[i], kept)) {
            return false;
        }
    }
    pg->pending = 0;
    return take_sync(pg);
}

bool pg_take(struct pg *pg, PGresult **last, struct store_error *error)
{
    PGresult *kept = NULL;
    if (!take_all(pg, &kept)) {
        PQclear(kept);
        return pg_broken(pg, error);
    }
    if (pg->has_late) {
        *error = pg->late;
        pg->has_late = false;
        PQclear(kept);
        return false;
    }
    if (last != NULL) {
        *last = kept;
    } else {
        PQclear(kept);
    }
    return true;
}

bool pg_simple(struct pg *pg, const char *sql, PGresult **out, struct store_error *error)
{
    if (!pg_take(pg, NULL, error)) {
        return false;
    }
    if (PQexitPipelineMode(pg->conn) == 0) {
        return pg_broken(pg, error);
    }
    PGresult *result = PQexec(pg->conn, sql);
    bool fine = is_fine(result) || pg_fail(pg, result, error);
    pg->has_failed = pg->has_failed || (!fine && pg->in_transaction);
    if (PQstatus(pg->conn) == CONNECTION_OK && PQenterPipelineMode(pg->conn) == 0) {
        fine = pg_broken(pg, error);
    }
    if (fine && out != NULL) {
        *out = result;
    } else {
        PQclear(result);
    }
    return fine;
}

/* -- cells -- */

enum {
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_NAME = 19,
    PG_UNKNOWN = 705,
    PG_BPCHAR = 1042,
    PG_VARCHAR = 1043
};

bool pg_type_is_known(Oid type)
{
    switch (type) {
    case PG_BOOL:
    case PG_BYTEA:
    case PG_NAME:
    case PG_INT8:
    case PG_INT2:
    case PG_INT4:
    case PG_TEXT:
    case PG_UNKNOWN:
    case PG_BPCHAR:
    case PG_VARCHAR: return true;
    default: return false;
    }
}

bool pg_parameter_is_known(Oid type)
{
    return pg_type_is_known(type) && type != PG_BOOL;
}

static void write_big_endian(int64_t value, int bytes, char *out)
{
    for (int i = 0; i < bytes; i++) {
        out[i] = (char)((uint64_t)value >> (8 * (bytes - 1 - i)) & 0xff);
    }
}

static int64_t read_big_endian(const char *at, int bytes)
{
    uint64_t value = (at[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++) {
        value = value << 8 | (unsigned char)at[i];
    }
    return (int64_t)value;
}

static int width_of(Oid type)
{
    return type == PG_INT8 ? 8 : type == PG_INT4 ? 4 : type == PG_INT2 ? 2 : 0;
}

static bool wrong_type(Oid type, const char *given, struct store_error *error)
{
    error->trouble = TROUBLE_FAILED;
    snprintf(error->words, sizeof error->words, "a parameter of type %u was given %s", type, given);
    return false;
}

static bool number_value(int64_t number, Oid type, struct pg_value *out, struct store_error *error)
{
    int width = width_of(type);
    if (width == 0) {
        return wrong_type(type, "a number", error);
    }
    write_big_endian(number, width, out->bytes);
    if (read_big_endian(out->bytes, width) != number) {
        return wrong_type(type, "a number too large for it", error);
    }
    out->at = out->bytes;
    out->len = width;
    return true;
}

bool pg_value(const struct cell *cell, Oid type, struct pg_value *out, struct store_error *error)
{
    out->format = 1;
    out->at = NULL;
    out->len = 0;
    switch (cell->kind) {
    case CELL_INT: return number_value(cell->integer, type, out, error);
    case CELL_DATE:
        civil_date_write((civil_date)cell->integer, out->bytes);
        out->at = out->bytes;
        out->len = CIVIL_DATE_TEXT_SIZE - 1;
        return width_of(type) == 0 || wrong_type(type, "a date", error);
    case CELL_TEXT:
    case CELL_BYTES:
        out->at = cell->text.at;
        out->len = (int)cell->text.len;
        return ((type == PG_BYTEA) == (cell->kind == CELL_BYTES) && width_of(type) == 0) ||
               wrong_type(type, cell->kind == CELL_TEXT ? "text" : "bytes", error);
    case CELL_NULL: break;
    }
    return true;
}

struct cell pg_cell(const PGresult *result, int row, int column)
{
    struct cell cell = {CELL_NULL, 0, TEXT_NONE};
    if (PQgetisnull(result, row, column)) {
        return cell;
    }
    const char *at = PQgetvalue(result, row, column);
    Oid type = PQftype(result, column);
    if (width_of(type) > 0 || type == PG_BOOL) {
        cell.kind = CELL_INT;
        cell.integer = type == PG_BOOL ? at[0] : read_big_endian(at, width_of(type));
        return cell;
    }
    cell.kind = type == PG_BYTEA ? CELL_BYTES : CELL_TEXT;
    cell.text = (struct text){at, (size_t)PQgetlength(result, row, column)};
    return cell;
}
