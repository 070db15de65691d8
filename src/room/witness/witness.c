#include "room/witness/witness.h"

#include <string.h>

#define KEY_DIGITS (2 * LEDGER_PUBLIC_KEY_SIZE)

static const struct field name_fields[] = {
    FIELD(witness_name, name, TEXT, .required = true, .zh = "见证单位", .en = "witness"),
    FIELD(witness_name, public_key, TEXT, .required = true, .max = KEY_DIGITS,
          .zh = "公钥（SM2，130 位十六进制）", .en = "public key (SM2, 130 hexadecimal digits)"),
};
const struct field_table witness_name_table = FIELD_TABLE(witness_name, name_fields);

static const struct field retire_fields[] = {
    FIELD(witness_retire, reason, TEXT, .required = true, .max = 500, .zh = "理由", .en = "reason"),
};
const struct field_table witness_retire_table = FIELD_TABLE(witness_retire, retire_fields);

static const struct field sign_fields[] = {
    FIELD(witness_sign, size, INT, .required = true, .min = 1, .max = INT64_MAX, .zh = "条数",
          .en = "size"),
    FIELD(witness_sign, signed_at, INT, .required = true, .min = 1, .max = INT64_MAX - 1,
          .zh = "签名头的时间", .en = "when the head was signed"),
    FIELD(witness_sign, root, TEXT, .required = true, .max = 2 * LEDGER_HASH_SIZE, .zh = "根摘要",
          .en = "root"),
    FIELD(witness_sign, public_key, TEXT, .required = true, .max = KEY_DIGITS, .zh = "公钥",
          .en = "public key"),
    FIELD(witness_sign, signature, TEXT, .required = true, .max = 2 * LEDGER_SIGNATURE_SIZE,
          .zh = "签名", .en = "signature"),
};
const struct field_table witness_sign_table = FIELD_TABLE(witness_sign, sign_fields);

const struct witness *witness_of_key(const struct witnesses *all, struct text key)
{
    for (size_t i = 0; i < all->count; i++) {
        if (text_equal(all->items[i].key, key)) {
            return &all->items[i];
        }
    }
    return NULL;
}

static size_t count_active(const struct witnesses *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        count += all->items[i].until == CIVIL_DATE_NONE;
    }
    return count;
}

bool witness_may_be_named(const struct witnesses *all, const struct witness_name *command,
                          const unsigned char *own, struct fault *fault)
{
    unsigned char key[LEDGER_PUBLIC_KEY_SIZE];
    if (!ledger_bytes_of_hex(command->public_key, key, sizeof key) || !ledger_key_is_one(key)) {
        return fault_refuse_field(fault, "public_key", "不是 SM2 公钥（04 开头的 130 位十六进制）",
                                  "it is no SM2 public key (130 hexadecimal digits from 04 on)");
    }
    if (own != NULL && memcmp(own, key, sizeof key) == 0) {
        return fault_refuse_field(fault, "public_key", "这是平台自己的密钥，不能见证自己",
                                  "it is the platform's own key, which is no witness of itself");
    }
    if (witness_of_key(all, command->public_key) != NULL) {
        return fault_refuse_field(fault, "public_key", "该公钥已经登记过",
                                  "that key has been named already");
    }
    return count_active(all) < WITNESSES_MAX ||
           fault_refuse_field(fault, "name", "见证单位已满 20 个，请先注销不再见证的单位",
                              "there are 20 witnesses: retire one that signs no more");
}

/* What is signed, by whom, and that it holds. */
static bool is_signed(const struct witness_sign *command, struct fault *fault)
{
    struct ledger_cosign cosign = {.size = command->size, .signed_at = command->signed_at};
    bool fine =
        ledger_bytes_of_hex(command->root, cosign.root.bytes, LEDGER_HASH_SIZE) &&
        ledger_bytes_of_hex(command->public_key, cosign.public_key, LEDGER_PUBLIC_KEY_SIZE) &&
        ledger_bytes_of_hex(command->signature, cosign.signature, LEDGER_SIGNATURE_SIZE) &&
        ledger_cosign_holds(&cosign);
    return fine || fault_refuse_field(fault, "signature", "签名与所签内容、公钥不符",
                                      "the signature does not hold for what is said, and that key");
}

static bool is_of_this_ledger(const struct witness_ground *ground,
                              const struct witness_sign *command, struct fault *fault)
{
    const struct ledger_head *head = ground->head;
    unsigned char root[LEDGER_HASH_SIZE];
    bool fine = ledger_bytes_of_hex(command->root, root, sizeof root) &&
                head->size == command->size && head->signed_at == command->signed_at &&
                memcmp(head->root.bytes, root, sizeof root) == 0;
    return fine ||
           fault_refuse_field(fault, "root", "本台账没有这样的签名头：请保存这份证据并立即核查",
                              "this ledger has no such head: keep that as evidence and look into "
                              "it at once");
}

bool witness_may_sign(const struct witness_ground *ground, const struct witness_sign *command,
                      struct fault *fault)
{
    const struct witness *witness = ground->witness;
    if (witness == NULL || witness->until != CIVIL_DATE_NONE) {
        return fault_refuse_field(fault, "public_key", "该公钥不属于任何在任的见证单位",
                                  "that key is no witness's, or of one that is retired");
    }
    if (!is_signed(command, fault) || !is_of_this_ledger(ground, command, fault)) {
        return false;
    }
    if (command->signed_at <= witness->last_head_at) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("已见证过这个或更新的签名头"),
                                      TEXT("this head, or a later one, has been witnessed")));
    }
    return ground->now >= witness->last_at + WITNESS_PAUSE_MS ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("一小时内已见证过一次"),
                                  TEXT("it has witnessed a head within the last hour")));
}
