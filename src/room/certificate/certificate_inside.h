#ifndef LIANDONG_ROOM_CERTIFICATE_INSIDE_H
#define LIANDONG_ROOM_CERTIFICATE_INSIDE_H

#include "app/access.h"
#include "room/certificate/certificate.h"

/* Between the files of this room. */

record_function certificate_record_issued, certificate_record_imported, certificate_record_revoked,
    certificate_record_used, certificate_record_printed;

/* Valid today; CERTIFICATE_NOT_VALID says how it stands instead. */
MUST_USE bool certificate_may_be_used(const struct certificate *certificate, civil_date today,
                                      enum language language, struct fault *fault);
/* By the unit that issued it, once; an imported one by the unit that registered it, or the one that
 * it names as issuer (`org_name`: what the actor's unit is called). */
MUST_USE bool certificate_may_be_revoked(const struct certificate *certificate,
                                         const struct actor *actor, struct text org_name,
                                         struct fault *fault);
/* Issued, then looked at, not in the future; not over before it began. */
MUST_USE bool certificate_import_is_dated(const struct certificate_import *command,
                                          civil_date today, struct fault *fault);

struct certificate_wanted {
    struct scope scope;
    int64_t id;
};
MUST_USE bool certificate_find(struct arena *arena, struct store *store,
                               const struct certificate_wanted *wanted, struct certificate *out,
                               struct fault *fault);
/* The case that a certificate is used for, from the table of applications; NOT_FOUND outside the
 * scope.
 */
MUST_USE bool certificate_case_of(struct arena *arena, struct store *store,
                                  const struct certificate_wanted *wanted,
                                  struct certificate_case *out, struct fault *fault);

struct certificate_use_row {
    int64_t id, application;
    struct text material, purpose, unit, role;
    civil_date used_on;
};
struct certificate_uses {
    struct certificate_use_row *items;
    size_t count;
};
#define CERTIFICATE_USES_MAX 200
MUST_USE bool certificate_uses_of(struct arena *arena, struct store *store, int64_t id,
                                  struct certificate_uses *out, struct fault *fault);
/* The one of a type that a new edition follows; id 0: none. */
struct certificate_line {
    int64_t project;
    struct text type;
};
MUST_USE bool certificate_last_of(struct arena *arena, struct store *store,
                                  const struct certificate_line *line, struct certificate *out,
                                  struct fault *fault);
MUST_USE bool certificate_next_serial(struct store *store, struct text series, int64_t year,
                                      int64_t *out, struct fault *fault);

extern const struct statement certificate_paper_insert, certificate_paper_file,
    certificate_paper_digest;
extern const struct statement *const certificate_statements[];
extern const size_t certificate_statement_count;
extern const char certificate_ddl[];

#endif
