#ifndef LIANDONG_ROOM_CERTIFICATE_H
#define LIANDONG_ROOM_CERTIFICATE_H

#include "app/kind.h"

/* The certificate (证照、批文): what a granted application leaves behind, and what another
 * department would otherwise ask for again. It is found, checked and used in place of a material
 * (免提交), and each use is written down where its holder can read it (政务数据共享条例, State
 * Council Decree 809: what is to be had by sharing is not asked for again).
 *
 *     issued (by a grant) --revoke--> revoked
 *        \--a newer version of the same type--> replaced
 *     imported (issued elsewhere) --revoke--> revoked
 *
 * - It is issued by the decision it follows from, in the same transaction (src/flow), by the unit
 * that decided. Of one type a project has one in force: a new version makes the old one invalid
 * (GB/T 36904-2018 as far as known: the version number grows, versions do not stand side by side).
 * - Its content stands in the ledger; the file that is handed out proves itself
 * (ledger/testimony.h).
 * - What was issued elsewhere can be registered, with the day somebody looked at the original. It
 * is shown as registered, never as verified by the platform. Only the unit that registered it, or
 * the one that it names as issuer, takes it back.
 * - Revocation is at once: the next question is answered with it. A file that was taken before
 * cannot know; so whoever relies on one asks again.
 * - `valid_until` is the last day; a certificate without one holds until it is revoked.
 * - The GB/T 36904 identifier needs the type's code and the issuing unit's credit code; where the
 * city's data know neither, there is none. Nothing is made up. */

enum certificate_state { CERTIFICATE_ISSUED, CERTIFICATE_REPLACED, CERTIFICATE_REVOKED };

struct certificate {
    int64_t id, version, project, application, previous, edition;
    int64_t ended_seq; /* the entry that ended it, 0: none */
    struct text type, name, number, identifier, holder, holder_code, unit, conditions, item;
    civil_date issued_on, valid_from, valid_until, ended_on;
    struct text end_reason, end_basis, project_code;
    enum certificate_state state;
    bool is_imported;
    struct text registrar;  /* imported: the unit whose person registered it */
    struct text source;     /* imported: who issued it, where it was looked at */
    civil_date verified_on; /* imported: when somebody looked at the original */
    int64_t uses;
};
struct certificates {
    struct certificate *items;
    size_t count;
};

/* How it stands on a day: "valid", "not_yet", "expired", "replaced", "revoked". */
const char *certificate_standing(const struct certificate *certificate, civil_date on);
struct text certificate_standing_name(const char *standing, enum language language);

/* -- identifiers (certificate.c, pure) -- */

/* GB/T 36904-2018: root.type.unit.serial.version.check, the check character by ISO 7064 MOD 37,36
 * over the parts without the dots. Medium confidence: the standard's text was not at hand. Empty
 * when the type's code or the unit's credit code is not known. */
struct certificate_identity {
    struct text type_code; /* 21 characters of the national list; "" not known */
    struct text unit_code; /* unified social credit code, 18 characters; "" not known */
    struct text serial;
    int64_t edition;
};
struct text certificate_identifier(struct arena *arena, const struct certificate_identity *about);
/* The check character of digits and capital letters; '\0' when another character stands among them.
 */
char certificate_check_character(struct text characters);
/* True for an identifier of that form whose check character is right. */
bool certificate_identifier_is_whole(struct text identifier);

/* -- events and commands -- */

struct certificate_issued {
    struct text type, name, number, series;
    int64_t year, serial;
    struct text identifier, holder, holder_code, unit, item;
    int64_t application, previous, edition;
    civil_date valid_from, valid_until;
    struct text conditions, data;
};
struct certificate_import {
    struct text type, name, number, issuer, source;
    struct text holder_code;  /* 统一社会信用代码 on its face, or "" */
    struct text project_code; /* 投资项目统一代码 on its face, or "" */
    civil_date issued_on, valid_until, verified_on;
};
struct certificate_imported {
    struct text type, name, number, issuer, source, holder, holder_code, project_code;
    struct text registered_by; /* unit */
    civil_date valid_from, valid_until, verified_on;
};
struct certificate_revoke {
    struct text reason, basis;
};
struct certificate_use {
    int64_t certificate_id;
    struct text material, purpose;
};
struct certificate_used {
    int64_t application;
    struct text material, purpose, unit;
};
extern const struct field_table certificate_issued_table, certificate_import_table,
    certificate_imported_table, certificate_revoke_table, certificate_use_table,
    certificate_used_table;
extern const struct event_kind certificate_issued_event, certificate_imported_event,
    certificate_revoked_event, certificate_used_event;

/* -- reading (certificate_store.c) -- */

/* Whoever asks: for the public check, which has shown the code. id 0: none. */
MUST_USE bool certificate_by_id(struct arena *arena, struct store *store, int64_t id,
                                struct certificate *out, struct fault *fault);
/* The certificate run->id if its project may be seen, else NOT_FOUND. */
MUST_USE bool certificate_of_view(const struct view_run *run, struct certificate *out,
                                  struct fault *fault);
/* Those of a project, newest first, at most 200. The caller has made sure that it may be seen. */
MUST_USE bool certificate_of_project(struct arena *arena, struct store *store, int64_t project,
                                     struct certificates *out, struct fault *fault);
/* The one of that project, valid on the day, that stands for the material (certificates.json);
 * NULL: none. For lists of materials: what is held need not be handed in. */
struct city;
const struct certificate *certificate_for_material(const struct city *city,
                                                   const struct certificates *held,
                                                   struct text material, civil_date on);

/* A case that a certificate is used for. */
struct certificate_case {
    int64_t id, project;
    struct text item, org;
};
struct certificate_cases {
    struct certificate_case *items;
    size_t count;
};
/* Those not yet decided in which it stands for a material, at most 50: for flows. */
MUST_USE bool certificate_open_cases(struct arena *arena, struct store *store, int64_t id,
                                     struct certificate_cases *out, struct fault *fault);

/* -- on paper (certificate_paper_store.c) -- */

/* The PDF of a certificate is made when it is first asked for (src/flow) and kept as it came out
 * then, a file of the project; its digest (SM3) is recorded, so that the file alone can be checked.
 */
struct certificate_printed {
    int64_t file;
    struct text digest;
    int64_t size; /* bytes */
};
extern const struct event_kind certificate_printed_event;
/* 0: not printed yet. The caller has made sure that the certificate may be seen. */
MUST_USE bool certificate_paper_of(struct store *store, int64_t id, int64_t *out_file,
                                   struct fault *fault);
/* By the digest of its PDF, whoever asks. id 0: none. */
MUST_USE bool certificate_by_digest(struct arena *arena, struct store *store,
                                    struct text pdf_digest, struct certificate *out,
                                    struct fault *fault);
/* The receipt code (核验码) of the entry that issued it. */
MUST_USE bool certificate_code(struct arena *arena, struct store *store, int64_t id,
                               struct text *out, struct fault *fault);

/* -- issuing, for flows -- */

struct pack_record;
struct certificate_to_issue {
    const struct pack_record *type;
    int64_t project, application;
    struct text unit, item, holder, conditions, data;
    civil_date on, valid_until;
};
/* Numbers it, makes it the next edition of its type in the project, and emits certificate.issued.
 */
MUST_USE bool certificate_issue(struct command_run *run, const struct certificate_to_issue *grant,
                                struct fault *fault);

extern const struct room certificate_room;

#endif
