#include "app/mark.h"

#include <sodium.h>

#include "base/arena.h"
#include "vault/vault.h"

#define MARK_MAX 200
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

static struct text about(struct arena *arena, const char *list)
{
    return text_format(arena, "mark:%s", list);
}

bool mark_seal(const struct view_run *run, const char *list, struct text place, struct text *out,
               struct fault *fault)
{
    struct text sealed;
    if (!vault_seal(run->arena, run->vault, about(run->arena, list), place, &sealed, fault)) {
        return false;
    }
    size_t size = sodium_base64_encoded_len(sealed.len, VARIANT);
    char *words = arena_alloc(run->arena, size);
    sodium_bin2base64(words, size, (const unsigned char *)sealed.at, sealed.len, VARIANT);
    *out = text_format(run->arena, "~%s", words);
    return true;
}

bool mark_is_sealed(struct text mark)
{
    return mark.len > 0 && mark.at[0] == '~';
}

bool mark_open(const struct view_run *run, const char *list, struct text mark, struct text *out)
{
    unsigned char bytes[MARK_MAX];
    struct fault ignored = {.code = FAULT_NONE};
    size_t len = 0;
    return mark_is_sealed(mark) &&
           sodium_base642bin(bytes, sizeof bytes, mark.at + 1, mark.len - 1, NULL, &len, NULL,
                             VARIANT) == 0 &&
           vault_open(run->arena, run->vault, about(run->arena, list),
                      ((struct text){(const char *)bytes, len}), out, &ignored);
}
