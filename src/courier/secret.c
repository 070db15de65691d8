#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "courier/courier.h"

#define SECRET_MOST 512

static struct text path_of(struct arena *arena, struct text file)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    if (text_find(file, TEXT("/")) != SIZE_MAX || credentials == NULL) {
        return file;
    }
    return text_format(arena, "%s/%.*s", credentials, TEXT_ARG(file));
}

static bool wrong(struct text path, const char *why, struct fault *fault)
{
    return fault_raise(fault, FAULT_SETTING_WRONG, TEXT_NONE, FAULT_ARGS(path, text_of(why)));
}

bool courier_secret(struct arena *arena, struct text file, struct text *out, struct fault *fault)
{
    char line[SECRET_MOST + 2] = "";
    struct stat about;
    struct text path = path_of(arena, file);
    FILE *stream = fopen(text_c_string(arena, path), "re");
    if (stream == NULL || fstat(fileno(stream), &about) != 0) {
        int why = errno;
        if (stream != NULL) {
            fclose(stream);
        }
        return wrong(path, strerror(why), fault);
    }
    bool is_read = fgets(line, sizeof line, stream) != NULL;
    fclose(stream);
    if ((about.st_mode & 077) != 0) {
        return wrong(path, "others may read it (chmod 600)", fault);
    }
    struct text secret = text_trim(text_of(line));
    if (is_read && secret.len > 0 && secret.len <= SECRET_MOST) {
        *out = text_copy(arena, secret);
    }
    bool is_right = is_read && secret.len > 0 && secret.len <= SECRET_MOST;
    explicit_bzero(line, sizeof line);
    return is_right || wrong(path, "its first line must be the secret, up to 512 bytes", fault);
}
