#include "app/journal.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/json_write.h"

static void write_if(struct json_writer *json, const char *name, int64_t value)
{
    if (value != 0) {
        json_member_int(json, name, value);
    }
}

static void write_request(struct json_writer *json, const struct journal_line *line)
{
    if (line->request.len > 0) {
        json_member_text(json, "request", line->request);
    }
    write_if(json, "status", line->status);
    write_if(json, "us", line->us);
    write_if(json, "account", line->account);
    write_if(json, "seq", line->seq);
}

void journal_write(const struct journal_line *line)
{
    struct arena *arena = arena_open(1 << 16, 1 << 20);
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_int(&json, "at", line->at);
    json_member_text(&json, "level", text_of(line->level));
    json_member_text(&json, "what", text_of(line->what));
    json_member_text_or_null(
        &json, "detail", line->detail.len <= 2000 ? line->detail : text_slice(line->detail, 0, 0));
    write_request(&json, line);
    json_end(&json);
    buffer_add_char(&buffer, '\n');
    /* One write a line, so that threads don't mix theirs; when nobody listens, nothing can be done.
     */
    ssize_t wrote = write(STDERR_FILENO, buffer.at, buffer.len);
    (void)wrote;
    arena_close(arena);
}
