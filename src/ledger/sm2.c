#include "ledger/sm2.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

static const char identifier[] = "1234567812345678";

#define DER_MAX 80 /* a sequence of two integers of at most 33 bytes */

/* An EVP_PKEY under a name of ours, so that OpenSSL's headers stay in this file. */
static EVP_PKEY *pkey_of(struct sm2_key *key)
{
    return (EVP_PKEY *)(void *)key;
}

void sm2_generate(unsigned char private_key[SM2_PRIVATE_SIZE],
                  unsigned char public_key[SM2_PUBLIC_SIZE])
{
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    ensure(pkey != NULL);
    BIGNUM *secret = NULL;
    size_t len = 0;
    ensure(EVP_PKEY_get_bn_param(pkey, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1);
    ensure(BN_bn2binpad(secret, private_key, SM2_PRIVATE_SIZE) == SM2_PRIVATE_SIZE);
    BN_clear_free(secret);
    unsigned char *encoded = NULL;
    len = EVP_PKEY_get1_encoded_public_key(pkey, &encoded);
    ensure(len == SM2_PUBLIC_SIZE && encoded[0] == 4);
    for (size_t i = 0; i < len; i++) {
        public_key[i] = encoded[i];
    }
    OPENSSL_free(encoded);
    EVP_PKEY_free(pkey);
}

static OSSL_PARAM *key_parameters(const unsigned char *public_key, const BIGNUM *secret)
{
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    ensure(builder != NULL);
    bool fine =
        OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
        OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, public_key,
                                         SM2_PUBLIC_SIZE) &&
        (secret == NULL || OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, secret));
    ensure(fine);
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
    ensure(parameters != NULL);
    OSSL_PARAM_BLD_free(builder);
    return parameters;
}

/* A private key must belong to the public one, else signatures would hold for nobody. */
static bool is_pair(EVP_PKEY *pkey)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    ensure(context != NULL);
    bool fine = EVP_PKEY_pairwise_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    return fine;
}

struct sm2_key *sm2_key_open(const unsigned char public_key[SM2_PUBLIC_SIZE],
                             const unsigned char *private_key)
{
    BIGNUM *secret = NULL;
    if (private_key != NULL) {
        secret = BN_secure_new();
        ensure(secret != NULL && BN_bin2bn(private_key, SM2_PRIVATE_SIZE, secret) != NULL);
    }
    OSSL_PARAM *parameters = key_parameters(public_key, secret);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    ensure(context != NULL && EVP_PKEY_fromdata_init(context) == 1);
    EVP_PKEY *pkey = NULL;
    int selection = secret == NULL ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
    if (EVP_PKEY_fromdata(context, &pkey, selection, parameters) != 1) {
        pkey = NULL;
    }
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(parameters);
    BN_clear_free(secret);
    if (pkey != NULL && private_key != NULL && !is_pair(pkey)) {
        EVP_PKEY_free(pkey);
        pkey = NULL;
    }
    return (struct sm2_key *)(void *)pkey;
}

void sm2_key_close(struct sm2_key *key)
{
    EVP_PKEY_free(pkey_of(key));
}

/* A digest context for signing or checking with the identifier set. */
struct operation {
    EVP_MD_CTX *digest;
    EVP_PKEY_CTX *context;
};

static struct operation operation_open(struct sm2_key *key)
{
    struct operation operation = {EVP_MD_CTX_new(), EVP_PKEY_CTX_new(pkey_of(key), NULL)};
    ensure(operation.digest != NULL && operation.context != NULL);
    ensure(EVP_PKEY_CTX_set1_id(operation.context, identifier, sizeof identifier - 1) == 1);
    EVP_MD_CTX_set_pkey_ctx(operation.digest, operation.context);
    return operation;
}

static void operation_close(struct operation *operation)
{
    EVP_MD_CTX_free(operation->digest);
    EVP_PKEY_CTX_free(operation->context);
}

static bool raw_of_der(const unsigned char *der, size_t len,
                       unsigned char signature[SM2_SIGNATURE_SIZE])
{
    ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &der, (long)len);
    bool fine = parsed != NULL &&
                BN_bn2binpad(ECDSA_SIG_get0_r(parsed), signature, SM2_SIGNATURE_SIZE / 2) > 0 &&
                BN_bn2binpad(ECDSA_SIG_get0_s(parsed), signature + SM2_SIGNATURE_SIZE / 2,
                             SM2_SIGNATURE_SIZE / 2) > 0;
    ECDSA_SIG_free(parsed);
    return fine;
}

static size_t der_of_raw(const unsigned char signature[SM2_SIGNATURE_SIZE],
                         unsigned char der[DER_MAX])
{
    ECDSA_SIG *made = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, SM2_SIGNATURE_SIZE / 2, NULL);
    BIGNUM *s = BN_bin2bn(signature + SM2_SIGNATURE_SIZE / 2, SM2_SIGNATURE_SIZE / 2, NULL);
    ensure(made != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(made, r, s) == 1);
    unsigned char *end = der;
    int len = i2d_ECDSA_SIG(made, &end);
    ensure(len > 0 && len <= DER_MAX);
    ECDSA_SIG_free(made);
    return (size_t)len;
}

bool sm2_sign(struct sm2_key *key, struct text message, unsigned char signature[SM2_SIGNATURE_SIZE])
{
    unsigned char der[DER_MAX];
    size_t len = sizeof der;
    struct operation operation = operation_open(key);
    bool fine = EVP_DigestSignInit(operation.digest, NULL, EVP_sm3(), NULL, pkey_of(key)) == 1 &&
                EVP_DigestSign(operation.digest, der, &len, (const unsigned char *)message.at,
                               message.len) == 1 &&
                raw_of_der(der, len, signature);
    operation_close(&operation);
    return fine;
}

bool sm2_is_signed(struct sm2_key *key, struct text message,
                   const unsigned char signature[SM2_SIGNATURE_SIZE])
{
    unsigned char der[DER_MAX];
    size_t len = der_of_raw(signature, der);
    struct operation operation = operation_open(key);
    bool fine = EVP_DigestVerifyInit(operation.digest, NULL, EVP_sm3(), NULL, pkey_of(key)) == 1 &&
                EVP_DigestVerify(operation.digest, der, len, (const unsigned char *)message.at,
                                 message.len) == 1;
    operation_close(&operation);
    return fine;
}
