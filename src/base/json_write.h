#ifndef LIANDONG_BASE_JSON_WRITE_H
#define LIANDONG_BASE_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/civil_date.h"

struct jvalue;

/* JSON out, with a stack of open scopes so that the result can't be unbalanced: closing what is not
 * open, a member without a name or two names in a row are bugs and stop the process.
 *
 * The form is canonical: no white space, members in the order written, "/" not escaped, control
 * characters as \u00XX, text as UTF-8. Whoever hashes it relies on that.
 *
 *     struct json_writer json = json_writer_open(&buffer);
 *     json_object(&json);
 *     json_name(&json, "name");
 *     json_text(&json, project->name);
 *     json_end(&json);
 */
#define JSON_WRITER_DEPTH 32

struct json_writer {
    struct buffer *out;
    int depth;
    char scope[JSON_WRITER_DEPTH]; /* '{' or '[' */
    bool filled[JSON_WRITER_DEPTH];
    bool named;
};

struct json_writer json_writer_open(struct buffer *out);
void json_object(struct json_writer *json);
void json_array(struct json_writer *json);
void json_end(struct json_writer *json); /* closes the innermost scope */
void json_name(struct json_writer *json, const char *name);
void json_name_text(struct json_writer *json, struct text name);

void json_text(struct json_writer *json, struct text value);
void json_int(struct json_writer *json, int64_t value);
void json_real(struct json_writer *json, double value); /* shortest form that reads back equal */
void json_bool(struct json_writer *json, bool value);
void json_null(struct json_writer *json);
void json_date(struct json_writer *json, civil_date value); /* CIVIL_DATE_NONE gives null */
/* A value that is JSON already. The caller answers for its being well-formed. */
void json_raw(struct json_writer *json, struct text value);
void json_value(struct json_writer *json, const struct jvalue *value);

/* name and value in one line, which is how most members are written */
void json_member_text(struct json_writer *json, const char *name, struct text value);
void json_member_int(struct json_writer *json, const char *name, int64_t value);
void json_member_bool(struct json_writer *json, const char *name, bool value);
void json_member_date(struct json_writer *json, const char *name, civil_date value);
/* Empty text becomes null: "not known". */
void json_member_text_or_null(struct json_writer *json, const char *name, struct text value);
/* null where the number is not known. */
void json_member_int_if(struct json_writer *json, const char *name, bool is_known, int64_t value);

#endif
