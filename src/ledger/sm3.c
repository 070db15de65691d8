#include "ledger/sm3.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

struct sm3 {
    EVP_MD_CTX *context;
};

/* Fetched once for the whole process and never given back: it is in use until the end. */
static EVP_MD *algorithm;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void fetch(void)
{
    algorithm = EVP_MD_fetch(NULL, "SM3", NULL);
    ensure(algorithm != NULL);
}

struct sm3 *sm3_open(void)
{
    ensure(pthread_once(&fetched, fetch) == 0);
    struct sm3 *sm3 = malloc(sizeof *sm3);
    ensure(sm3 != NULL);
    sm3->context = EVP_MD_CTX_new();
    ensure(sm3->context != NULL);
    return sm3;
}

void sm3_close(struct sm3 *sm3)
{
    if (sm3 != NULL) {
        EVP_MD_CTX_free(sm3->context);
        free(sm3);
    }
}

void sm3_begin(struct sm3 *sm3)
{
    ensure(EVP_DigestInit_ex2(sm3->context, algorithm, NULL) == 1);
}

void sm3_add(struct sm3 *sm3, const void *bytes, size_t len)
{
    ensure(EVP_DigestUpdate(sm3->context, bytes, len) == 1);
}

void sm3_end(struct sm3 *sm3, unsigned char out[SM3_SIZE])
{
    unsigned int len = 0;
    ensure(EVP_DigestFinal_ex(sm3->context, out, &len) == 1 && len == SM3_SIZE);
}

void sm3_of(struct text bytes, unsigned char out[SM3_SIZE])
{
    struct sm3 *sm3 = sm3_open();
    sm3_begin(sm3);
    sm3_add(sm3, bytes.at, bytes.len);
    sm3_end(sm3, out);
    sm3_close(sm3);
}
