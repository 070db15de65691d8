#include "room/certificate/certificate.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "room/certificate/certificate_inside.h"

static const struct {
    const char *code, *zh, *en;
} standings[] = {
    {"valid", "有效", "valid"},
    {"not_yet", "尚未生效", "not yet in force"},
    {"expired", "已过期", "expired"},
    {"replaced", "已换发，本版本失效", "replaced by a newer version"},
    {"revoked", "已撤销", "revoked"},
};

const char *certificate_standing(const struct certificate *certificate, civil_date on)
{
    if (certificate->state == CERTIFICATE_REVOKED) {
        return "revoked";
    }
    if (certificate->state == CERTIFICATE_REPLACED) {
        return "replaced";
    }
    if (certificate->valid_from != CIVIL_DATE_NONE && on < certificate->valid_from) {
        return "not_yet";
    }
    bool is_over = certificate->valid_until != CIVIL_DATE_NONE && on > certificate->valid_until;
    return is_over ? "expired" : "valid";
}

struct text certificate_standing_name(const char *standing, enum language language)
{
    for (size_t i = 0; i < COUNT_OF(standings); i++) {
        if (strcmp(standings[i].code, standing) == 0) {
            return text_of(language == LANGUAGE_ZH ? standings[i].zh : standings[i].en);
        }
    }
    return TEXT_NONE;
}

/* -- identifiers -- */

#define ROOT "1.2.156.3005.2" /* of electronic certificates */
static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
#define MODULUS 36

/* ISO 7064, hybrid system MOD 37,36. */
char certificate_check_character(struct text characters)
{
    int product = MODULUS;
    for (size_t i = 0; i < characters.len; i++) {
        const char *at = memchr(alphabet, characters.at[i], MODULUS);
        if (at == NULL) {
            return '\0';
        }
        int sum = (product + (int)(at - alphabet)) % MODULUS;
        product = (sum == 0 ? MODULUS : sum) * 2 % (MODULUS + 1);
    }
    return alphabet[(MODULUS + 1 - product) % MODULUS];
}

/* The characters between the dots, behind the root. */
static struct text without_dots(struct arena *arena, struct text parts)
{
    struct buffer out = buffer_open(arena, parts.len + 1);
    for (size_t i = 0; i < parts.len; i++) {
        if (parts.at[i] != '.') {
            buffer_add_char(&out, parts.at[i]);
        }
    }
    return buffer_text(&out);
}

struct text certificate_identifier(struct arena *arena, const struct certificate_identity *about)
{
    if (about->type_code.len == 0 || about->unit_code.len == 0 || about->serial.len == 0) {
        return TEXT_NONE;
    }
    struct text parts =
        text_format(arena, "%.*s.%.*s.%.*s.%03lld", TEXT_ARG(about->type_code),
                    TEXT_ARG(about->unit_code), TEXT_ARG(about->serial), (long long)about->edition);
    char check = certificate_check_character(without_dots(arena, parts));
    return check == '\0' ? TEXT_NONE : text_format(arena, ROOT ".%.*s.%c", TEXT_ARG(parts), check);
}

bool certificate_identifier_is_whole(struct text identifier)
{
    struct text root = TEXT(ROOT ".");
    char plain[128];
    size_t len = 0;
    if (!text_starts_with(identifier, root) || identifier.len - root.len < 4 ||
        identifier.len > sizeof plain) {
        return false;
    }
    struct text parts = text_slice(identifier, root.len, identifier.len - root.len);
    size_t dots = 0;
    for (size_t i = 0; i < parts.len; i++) {
        dots += parts.at[i] == '.';
        if (parts.at[i] != '.') {
            plain[len++] = parts.at[i];
        }
    }
    bool has_form = dots == 4 && parts.at[parts.len - 2] == '.';
    return has_form && certificate_check_character((struct text){plain, len - 1}) == plain[len - 1];
}

/* -- decisions -- */

bool certificate_may_be_used(const struct certificate *certificate, civil_date today,
                             enum language language, struct fault *fault)
{
    const char *standing = certificate_standing(certificate, today);
    struct text name = certificate_standing_name(standing, language);
    return strcmp(standing, "valid") == 0 ||
           fault_raise(fault, FAULT_CERTIFICATE_NOT_VALID, TEXT_NONE, FAULT_ARGS(name));
}

static bool is_its_unit(const struct certificate *certificate, struct text org,
                        struct text org_name)
{
    return org.len > 0 && (certificate->is_imported ? text_equal(org, certificate->registrar) ||
                                                          text_equal(org_name, certificate->unit)
                                                    : text_equal(org, certificate->unit));
}

bool certificate_may_be_revoked(const struct certificate *certificate, const struct actor *actor,
                                struct text org_name, struct fault *fault)
{
    if (!is_its_unit(certificate, actor->org, org_name)) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            certificate->is_imported
                ? FAULT_ARGS(TEXT("他处颁发的证照由登记单位或颁发单位撤销"),
                             TEXT("what was issued elsewhere is taken back by the unit that "
                                  "registered it, or issued it"))
                : FAULT_ARGS(TEXT("只有颁发单位可以撤销"),
                             TEXT("only the unit that issued it may revoke it")));
    }
    if (certificate->state == CERTIFICATE_REVOKED) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("证照已撤销"), TEXT("it is revoked")));
    }
    return true;
}

bool certificate_import_is_dated(const struct certificate_import *command, civil_date today,
                                 struct fault *fault)
{
    if (command->verified_on > today || command->issued_on > today) {
        return fault_raise(fault, FAULT_DAY_IN_FUTURE,
                           command->verified_on > today ? TEXT("verified_on") : TEXT("issued_on"),
                           FAULT_NO_ARGS);
    }
    bool ends_before =
        command->valid_until != CIVIL_DATE_NONE && command->valid_until < command->issued_on;
    if (ends_before || command->verified_on < command->issued_on) {
        fault_raise(fault, FAULT_FIELD_INVALID,
                    ends_before ? TEXT("valid_until") : TEXT("verified_on"),
                    FAULT_ARGS(TEXT("早于颁发日期"), TEXT("it is before the day of issue")));
        fault_label(fault, ends_before ? "有效期至" : "查验日期",
                    ends_before ? "valid until" : "looked at on");
        return false;
    }
    return true;
}
