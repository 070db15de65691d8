#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "signer/inside.h"

#define PATH_SIZE 4096

/* The folder of `path`, one level, made if need be; true when it is there. */
static bool folder_of(const char *path, char out[PATH_SIZE])
{
    snprintf(out, PATH_SIZE, "%s", path);
    char *slash = strrchr(out, '/');
    if (slash == NULL) {
        snprintf(out, PATH_SIZE, ".");
        return true;
    }
    *slash = '\0';
    return mkdir(out, 0700) == 0 || errno == EEXIST;
}

static void sync_folder(const char *folder)
{
    int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle >= 0) {
        (void)fsync(handle);
        close(handle);
    }
}

/* A new file, on the disk when this returns true; one that exists is never written over. */
static bool write_new(const char *path, mode_t mode, const char *bytes, size_t len)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) {
        return false;
    }
    bool fine = write(file, bytes, len) == (ssize_t)len && fsync(file) == 0;
    fine = close(file) == 0 && fine;
    if (!fine) {
        unlink(path);
    }
    return fine;
}

static bool write_public(const char *path, const unsigned char public_key[SM2_PUBLIC_SIZE])
{
    char name[PATH_SIZE];
    char hex[2 * SM2_PUBLIC_SIZE + 2];
    for (int i = 0; i < SM2_PUBLIC_SIZE; i++) {
        snprintf(hex + 2 * (size_t)i, 3, "%02x", public_key[i]);
    }
    hex[sizeof hex - 2] = '\n';
    snprintf(name, sizeof name, "%s.pub", path);
    return write_new(name, 0644, hex, sizeof hex - 1) || errno == EEXIST;
}

/* The private key appears under its name only when it is complete: written beside, then linked. */
static bool write_private(const char *path, EVP_PKEY *pkey)
{
    char beside[PATH_SIZE + 8];
    char folder[PATH_SIZE];
    char *pem = NULL;
    BIO *bio = BIO_new(BIO_s_secmem());
    ensure(bio != NULL && PEM_write_bio_PKCS8PrivateKey(bio, pkey, NULL, NULL, 0, NULL, NULL) == 1);
    long len = BIO_get_mem_data(bio, &pem);
    snprintf(beside, sizeof beside, "%s.new", path);
    unlink(beside); /* left by a start that was cut off */
    bool fine = folder_of(path, folder) && write_new(beside, 0600, pem, (size_t)len) &&
                link(beside, path) == 0;
    BIO_free(bio);
    unlink(beside);
    sync_folder(folder);
    return fine;
}

static EVP_PKEY *read_private(const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return NULL;
    }
    EVP_PKEY *pkey = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    fclose(file);
    if (pkey == NULL || !EVP_PKEY_is_a(pkey, "SM2")) {
        EVP_PKEY_free(pkey);
        errno = 0;
        return NULL;
    }
    return pkey;
}

static EVP_PKEY *make_private(const char *path)
{
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    ensure(pkey != NULL);
    if (!write_private(path, pkey)) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    return pkey;
}

/* The pair as plain bytes, which is how it is taken over; the caller wipes them. */
static void take_pair(EVP_PKEY *pkey, unsigned char private_key[SM2_PRIVATE_SIZE],
                      unsigned char public_key[SM2_PUBLIC_SIZE])
{
    BIGNUM *secret = NULL;
    size_t len = 0;
    ensure(EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1);
    ensure(BN_bn2binpad(secret, private_key, SM2_PRIVATE_SIZE) == SM2_PRIVATE_SIZE);
    BN_clear_free(secret);
    unsigned char *encoded = NULL;
    len = EVP_PKEY_get1_encoded_public_key(pkey, &encoded);
    ensure(len == SM2_PUBLIC_SIZE && encoded[0] == 4);
    memcpy(public_key, encoded, SM2_PUBLIC_SIZE);
    OPENSSL_free(encoded);
}

struct sm2_key *signer_key(const char *path, unsigned char public_key[SM2_PUBLIC_SIZE])
{
    EVP_PKEY *pkey = read_private(path);
    if (pkey == NULL && errno == ENOENT) {
        pkey = make_private(path);
    }
    if (pkey == NULL) {
        return NULL;
    }
    unsigned char private_key[SM2_PRIVATE_SIZE];
    take_pair(pkey, private_key, public_key);
    EVP_PKEY_free(pkey);
    struct sm2_key *key =
        write_public(path, public_key) ? sm2_key_open(public_key, private_key) : NULL;
    explicit_bzero(private_key, sizeof private_key);
    return key;
}
