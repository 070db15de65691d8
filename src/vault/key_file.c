#include "vault/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define LINE_SIZE 128
#define FILE_SIZE (VAULT_KEYS_MAX * LINE_SIZE)

static bool raise_keys(struct fault *fault, const char *why)
{
    return fault_raise(fault, FAULT_VAULT_KEYS, TEXT_NONE, FAULT_ARGS(text_of(why)));
}

static bool copy_path(struct text path, char out[PATH_SIZE], struct fault *fault)
{
    if (path.len == 0 || path.len >= PATH_SIZE - 8) {
        return raise_keys(fault, "the path is empty or too long");
    }
    memcpy(out, path.at, path.len);
    out[path.len] = '\0';
    return true;
}

/* -- text of the file -- */

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c == '\0' ? NULL : strchr(digits, c);
    return found == NULL ? -1 : (int)(found - digits);
}

/* One line: the version, a blank, 96 digits. */
static bool take_line(struct text line, int64_t version, struct vault_key *out)
{
    unsigned char bytes[sizeof *out];
    int64_t number = 0;
    if (!text_to_int(text_cut(&line, ' '), &number) || number != version ||
        line.len != 2 * sizeof bytes) {
        return false;
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        int high = hex_digit(line.at[2 * i]);
        int low = hex_digit(line.at[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    memcpy(out->cipher, bytes, sizeof out->cipher);
    memcpy(out->mac, bytes + sizeof out->cipher, sizeof out->mac);
    OPENSSL_cleanse(bytes, sizeof bytes);
    return true;
}

static bool take_lines(struct text text, struct vault_keys *out)
{
    out->count = 0;
    while (text.len > 0 && out->count < VAULT_KEYS_MAX) {
        if (!take_line(text_cut(&text, '\n'), (int64_t)out->count + 1, &out->items[out->count])) {
            return false;
        }
        out->count++;
    }
    return text.len == 0 && out->count > 0;
}

static size_t write_lines(const struct vault_keys *keys, char out[FILE_SIZE])
{
    size_t len = 0;
    for (size_t i = 0; i < keys->count; i++) {
        unsigned char bytes[sizeof(struct vault_key)];
        memcpy(bytes, keys->items[i].cipher, sizeof keys->items[i].cipher);
        memcpy(bytes + sizeof keys->items[i].cipher, keys->items[i].mac, sizeof keys->items[i].mac);
        len += (size_t)snprintf(out + len, LINE_SIZE, "%zu ", i + 1);
        for (size_t j = 0; j < sizeof bytes; j++) {
            len += (size_t)snprintf(out + len, 3, "%02x", bytes[j]);
        }
        out[len++] = '\n';
        OPENSSL_cleanse(bytes, sizeof bytes);
    }
    return len;
}

/* -- the file -- */

/* Written beside, brought to the disk, then put in the place of the old one in one step. */
static bool replace_file(const char *path, const char *bytes, size_t len)
{
    char beside[PATH_SIZE + 8];
    snprintf(beside, sizeof beside, "%s.new", path);
    unlink(beside);
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return false;
    }
    bool fine = write(file, bytes, len) == (ssize_t)len && fsync(file) == 0;
    fine = close(file) == 0 && fine;
    return fine && rename(beside, path) == 0;
}

static void sync_folder(const char *path)
{
    char folder[PATH_SIZE];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    int handle = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) {
        (void)fsync(handle);
        close(handle);
    }
}

static bool make_folder(const char *path)
{
    char folder[PATH_SIZE];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return true;
    }
    *slash = '\0';
    return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

static bool save(const char *path, const struct vault_keys *keys, struct fault *fault)
{
    char *text = OPENSSL_zalloc(FILE_SIZE + LINE_SIZE);
    ensure(text != NULL);
    size_t len = write_lines(keys, text);
    bool fine = make_folder(path) && replace_file(path, text, len);
    int why = errno;
    OPENSSL_clear_free(text, FILE_SIZE + LINE_SIZE);
    sync_folder(path);
    return fine || raise_keys(fault, strerror(why));
}

/* `*out_missing`: there is no such file, which is no fault. */
static bool load(const char *path, struct vault_keys *out, bool *out_missing, struct fault *fault)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    *out_missing = file < 0 && errno == ENOENT;
    if (file < 0) {
        return *out_missing || raise_keys(fault, strerror(errno));
    }
    struct stat stat;
    bool is_private = fstat(file, &stat) == 0 && (stat.st_mode & 077) == 0;
    char *text = OPENSSL_zalloc(FILE_SIZE + 1);
    ensure(text != NULL);
    ssize_t len = read(file, text, FILE_SIZE);
    close(file);
    bool fine = len > 0 && take_lines((struct text){text, (size_t)len}, out);
    OPENSSL_clear_free(text, FILE_SIZE + 1);
    if (!is_private) {
        return raise_keys(fault, "others may read it; it must have mode 0600");
    }
    return fine || raise_keys(fault, "it does not hold keys");
}

static bool add_key(const char *path, struct vault_keys *keys, struct fault *fault)
{
    if (keys->count == VAULT_KEYS_MAX) {
        return raise_keys(fault, "it is full");
    }
    struct vault_key *key = &keys->items[keys->count++];
    ensure(RAND_priv_bytes(key->cipher, sizeof key->cipher) == 1);
    ensure(RAND_priv_bytes(key->mac, sizeof key->mac) == 1);
    return save(path, keys, fault);
}

bool vault_keys_load(struct text path, struct vault_keys *out, struct fault *fault)
{
    char name[PATH_SIZE];
    bool missing = false;
    if (!copy_path(path, name, fault) || !load(name, out, &missing, fault)) {
        return false;
    }
    if (missing) {
        out->count = 0;
        return add_key(name, out, fault);
    }
    return true;
}

bool vault_add_key(struct text key_path, struct fault *fault)
{
    char name[PATH_SIZE];
    struct vault_keys keys = {0};
    if (!copy_path(key_path, name, fault) || !vault_keys_load(key_path, &keys, fault)) {
        return false;
    }
    bool fine = add_key(name, &keys, fault);
    OPENSSL_cleanse(&keys, sizeof keys);
    return fine;
}
