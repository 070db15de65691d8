#include "base/arena.h"
#include "room/witness/witness.h"

static const struct event_kind named = {"witness.named",
                                        &witness_name_table,
                                        witness_record_named,
                                        "登记台账见证单位",
                                        "a witness of the ledger was named",
                                        true};
static const struct event_kind retired = {"witness.retired",
                                          &witness_retire_table,
                                          witness_record_retired,
                                          "注销台账见证单位",
                                          "a witness of the ledger was retired",
                                          true};
static const struct event_kind cosigned = {"witness.signed",
                                           &witness_sign_table,
                                           witness_record_signed,
                                           "台账签名头经见证",
                                           "a head of the ledger was witnessed",
                                           true};

static bool perform_name(struct command_run *run, const void *fields, struct fault *fault)
{
    struct witnesses all;
    struct ledger_head head;
    if (!witness_list(run->arena, run->store, &all, fault) ||
        !ledger_head_current(run->store, &head, fault) ||
        !witness_may_be_named(&all, fields, head.size > 0 ? head.public_key : NULL, fault)) {
        return false;
    }
    struct event_about about = {0, 0, run->today};
    run->answer.id = run_next_seq(run);
    return run_emit(run, &named, about, fields, fault);
}

static bool perform_retire(struct command_run *run, const void *fields, struct fault *fault)
{
    struct witnesses all;
    if (!witness_list(run->arena, run->store, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].id == run->id && all.items[i].until == CIVIL_DATE_NONE) {
            struct event_about about = {run->id, 0, run->today};
            run->answer.id = run->id;
            return run_emit(run, &retired, about, fields, fault);
        }
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static bool perform_sign(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct witness_sign *command = fields;
    struct witnesses all;
    struct ledger_head head;
    if (!witness_list(run->arena, run->store, &all, fault) ||
        !ledger_head_before(run->store, command->signed_at + 1, &head, fault)) {
        return false;
    }
    struct witness_ground ground = {witness_of_key(&all, command->public_key), &head, run->now};
    if (!witness_may_sign(&ground, command, fault)) {
        return false;
    }
    struct event_about about = {ground.witness->id, 0, run->today};
    run->answer.id = run_next_seq(run);
    return run_emit(run, &cosigned, about, command, fault);
}

static const struct command_kind commands[] = {
    {"witness.name", "POST", "/ledger/witnesses", &witness_name_table,
     ROLE_BIT(ROLE_SECURITY_ADMIN), 0, "登记台账见证单位及其公钥",
     "Name a witness of the ledger by its public key", perform_name},
    {"witness.retire", "POST", "/ledger/witnesses/{id}/retire", &witness_retire_table,
     ROLE_BIT(ROLE_SECURITY_ADMIN), 0, "注销台账见证单位", "Retire a witness of the ledger",
     perform_retire},
    {"witness.sign", "POST", "/ledger/signatures", &witness_sign_table, ROLES_BUSINESS, 0,
     "提交见证单位对签名头的签名", "Bring in a witness's signature of a head", perform_sign},
};

void witness_mark_members(struct json_writer *json, const struct witness_mark *mark)
{
    json_member_text(json, "name", mark->name);
    field_write(json, &witness_sign_table, &mark->signed_one);
    json_member_int(json, "recorded_at", mark->recorded_at);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct witnesses all;
    if (!witness_list(run->arena, run->store, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        const struct witness *one = &all.items[i];
        json_object(json);
        json_member_int(json, "id", one->id);
        json_member_text(json, "name", one->name);
        json_member_text(json, "public_key", one->key);
        json_member_date(json, "since", one->since);
        json_member_date(json, "until", one->until);
        json_member_int(json, "last_head_at", one->last_head_at);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"witness.list", "/ledger/witnesses", NULL, ROLES_ANYBODY, VIEW_SAME_FOR_ALL,
     "台账见证单位及其公钥", "Witnesses of the ledger, with their keys", answer_list},
};

static const struct event_kind *const events[] = {&named, &retired, &cosigned};

const struct room witness_room = {
    .name = "witness",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(witness),
    .schema = {"witness", 1, witness_ddl},
};
