#include "courier/settings.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"

/* -- reading -- */

struct known {
    const char *name;
    struct text *value;
};

static bool put(struct arena *arena, const struct known *known, size_t count,
                const struct courier_line *line)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(known[i].name, line->name) == 0) {
            *known[i].value = text_copy(arena, text_of(line->value));
            return true;
        }
    }
    return false;
}

static bool take_mail(struct arena *arena, struct courier_settings *settings,
                      const struct courier_line *line)
{
    struct courier_mailbox *mail = &settings->mail;
    const struct known known[] = {{"server", &mail->server}, {"from", &mail->from},
                                  {"name", &mail->name},     {"user", &mail->user},
                                  {"ca", &mail->authority},  {"secret", &settings->mail_secret}};
    settings->has_mail = true;
    return put(arena, known, COUNT_OF(known), line);
}

static struct courier_endpoint *endpoint_of(struct arena *arena, struct courier_settings *settings,
                                            struct text name)
{
    for (size_t i = 0; i < settings->hook_count; i++) {
        if (text_equal(settings->hooks[i].name, name)) {
            return &settings->hooks[i];
        }
    }
    if (settings->hook_count == COURIER_HOOKS_MAX) {
        return NULL;
    }
    struct courier_endpoint *made = &settings->hooks[settings->hook_count++];
    *made = (struct courier_endpoint){.name = text_copy(arena, name)};
    return made;
}

/* One of two words; anything else leaves it as it is. */
static bool take_either(const char *value, const char *first, const char *second, bool *out)
{
    bool is_first = strcmp(value, first) == 0;
    if (!is_first && strcmp(value, second) != 0) {
        return false;
    }
    *out = is_first;
    return true;
}

static bool take_hook(struct arena *arena, struct courier_endpoint *endpoint,
                      const struct courier_line *line)
{
    const struct known known[] = {{"url", &endpoint->hook.url},
                                  {"ca", &endpoint->hook.authority},
                                  {"secret", &endpoint->secret},
                                  {"old_secret", &endpoint->old_secret}};
    if (strcmp(line->name, "for") == 0) {
        return take_either(line->value, "people", "systems", &endpoint->is_for_people);
    }
    if (strcmp(line->name, "near") == 0) {
        return take_either(line->value, "yes", "no", &endpoint->hook.may_be_near);
    }
    return put(arena, known, COUNT_OF(known), line);
}

bool courier_settings_take(struct arena *arena, struct courier_settings *settings,
                           const struct courier_line *line)
{
    struct text section = text_of(line->section);
    struct text hook = TEXT("webhook ");
    if (text_is(section, "mail")) {
        return take_mail(arena, settings, line);
    }
    if (!text_starts_with(section, hook)) {
        return false;
    }
    struct text name = text_trim(text_slice(section, hook.len, section.len - hook.len));
    struct courier_endpoint *endpoint = endpoint_of(arena, settings, name);
    return endpoint != NULL && take_hook(arena, endpoint, line);
}

/* -- looking -- */

static bool wrong(struct text what, const char *how, struct fault *fault)
{
    return fault_raise(fault, FAULT_SETTING_WRONG, TEXT_NONE, FAULT_ARGS(what, text_of(how)));
}

static bool check_authority(struct arena *arena, struct text file, struct fault *fault)
{
    return file.len == 0 || access(text_c_string(arena, file), R_OK) == 0 ||
           wrong(file, "ca = a file of certificates that can be read", fault);
}

static bool check_mail(struct arena *arena, struct courier_settings *settings, struct fault *fault)
{
    struct courier_mailbox *mail = &settings->mail;
    if (!courier_server_is_valid(mail->server)) {
        return wrong(TEXT("[mail] server"), "smtp://name:587, smtps://name:465", fault);
    }
    if (!courier_address_is_valid(mail->from)) {
        return wrong(TEXT("[mail] from"), "name@example.gov.cn", fault);
    }
    if ((mail->user.len == 0) != (settings->mail_secret.len == 0)) {
        return wrong(TEXT("[mail] secret"), "user + secret", fault);
    }
    return check_authority(arena, mail->authority, fault) &&
           (settings->mail_secret.len == 0 ||
            courier_secret(arena, settings->mail_secret, &mail->password, fault));
}

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
            return false;
        }
    }
    return name.len > 0 && name.len <= 32 && !text_is(name, "page") && !text_is(name, "mail");
}

#define KEY_LEAST 16

static bool check_key(struct arena *arena, struct text file, struct text *out, struct fault *fault)
{
    return courier_secret(arena, file, out, fault) &&
           (out->len >= KEY_LEAST || wrong(file, "16 characters or more", fault));
}

static bool check_hook(struct arena *arena, struct courier_endpoint *endpoint, struct fault *fault)
{
    struct text where = text_format(arena, "[webhook %.*s]", TEXT_ARG(endpoint->name));
    if (!is_name(endpoint->name)) {
        return wrong(where, "a-z, 0-9, -", fault);
    }
    if (!courier_url_is_valid(&endpoint->hook)) {
        return wrong(where, "url = https://...", fault);
    }
    if (endpoint->secret.len == 0) {
        return wrong(where, "secret = FILE", fault);
    }
    return check_authority(arena, endpoint->hook.authority, fault) &&
           check_key(arena, endpoint->secret, &endpoint->hook.key, fault) &&
           (endpoint->old_secret.len == 0 ||
            check_key(arena, endpoint->old_secret, &endpoint->hook.old_key, fault));
}

bool courier_settings_check(struct arena *arena, struct courier_settings *settings,
                            struct fault *fault)
{
    if (settings->has_mail && !check_mail(arena, settings, fault)) {
        return false;
    }
    for (size_t i = 0; i < settings->hook_count; i++) {
        if (!check_hook(arena, &settings->hooks[i], fault)) {
            return false;
        }
    }
    return true;
}
