#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "ledger/sm3.h"
#include "pack/pack.h"
#include "room/commitment/commitment_rows.h"

/* -- what is signed -- */

static struct text hexadecimal(struct arena *arena, struct text bytes)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[SM3_SIZE];
    char *out = arena_alloc(arena, 2 * SM3_SIZE + 1);
    sm3_of(bytes, hash);
    for (int i = 0; i < SM3_SIZE; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    return (struct text){out, 2 * SM3_SIZE};
}

/* Everything that makes it this promise and no other. */
static struct text digest_of(const struct commitment_desk *desk,
                             const struct commitment_paper *paper)
{
    const struct commitment_case *about = desk->about;
    struct arena *arena = desk->arena;
    const struct city *city = desk->city;
    struct buffer buffer = buffer_open(arena, 2048);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "class", paper->class);
    json_member_int(&json, "version", paper->version);
    json_member_text(&json, "title", paper->title);
    json_member_text(&json, "promise", paper->promise);
    json_member_text(&json, "liability", paper->liability);
    json_member_text(&json, "application", about->number);
    json_member_text(&json, "item", about->name);
    json_member_text(&json, "unit", city_org_name(city, about->org, LANGUAGE_ZH));
    json_member_text(&json, "enterprise", about->enterprise);
    json_end(&json);
    return hexadecimal(arena, buffer_text(&buffer));
}

static int64_t check_days_of(const struct city *city, const struct jvalue *commitment,
                             civil_date on)
{
    const struct jvalue *days = jvalue_get(commitment, "verify_days");
    int limit = 0;
    struct fault ignored = {.code = FAULT_NONE};
    struct text code = jvalue_text(jvalue_get(commitment, "verify_limit"), TEXT_NONE);
    if (jvalue_is_number(days)) {
        return jvalue_int(days, 0);
    }
    return pack_limit(city_pack(city), code, on, &limit, &ignored)
               ? limit
               : city_limit(city, "commitment_verify", on);
}

void commitment_paper_of(const struct commitment_desk *desk, const struct pack_record *variant,
                         struct commitment_paper *out)
{
    const struct city *city = desk->city;
    const struct pack *pack = city_pack(city);
    civil_date on = desk->on;
    const struct jvalue *commitment = jvalue_get(variant->raw, "commitment");
    *out = (struct commitment_paper){
        .variant = variant,
        .class = jvalue_text(jvalue_get(commitment, "class"), TEXT_NONE),
        .rule = pack_find(pack, PACK_COMMITMENT_RULES, variant->id, on),
        .check_days = check_days_of(city, commitment, on),
        .at_once = jvalue_bool(jvalue_get(commitment, "decided_at_once"), false),
        .title = TEXT_NONE,
        .promise = TEXT_NONE,
        .liability = TEXT_NONE,
        .digest = TEXT_NONE,
    };
    out->text = pack_find(pack, PACK_COMMITMENT_TEXTS, out->class, on);
    if (out->text == NULL) {
        return;
    }
    out->version = jvalue_int(jvalue_get(out->text->raw, "version"), 1);
    out->title = out->text->name;
    out->promise = jvalue_text(jvalue_get(out->text->raw, "text_zh"), TEXT_NONE);
    out->liability = jvalue_text(jvalue_get(out->text->raw, "liability_zh"), TEXT_NONE);
    out->digest = digest_of(desk, out);
}

static bool is_about(const struct jvalue *variant, struct text code)
{
    const struct jvalue *items = jvalue_get(variant, "items");
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        if (text_equal(jvalue_text(&items->items[i], TEXT_NONE), code)) {
            return true;
        }
    }
    return false;
}

size_t commitment_variants_of(const struct pack *pack, struct text code,
                              const struct pack_record **out, size_t most)
{
    const struct pack_records *all = &pack->lists[PACK_VARIANTS];
    size_t count = 0;
    for (uint32_t i = 0; i < all->count && count < most; i++) {
        bool is_promised = !jvalue_is_null(jvalue_get(all->items[i].raw, "commitment"));
        if (is_promised && is_about(all->items[i].raw, code)) {
            out[count++] = &all->items[i];
        }
    }
    return count;
}

/* -- rows -- */

static void write_project(struct json_writer *json, int64_t id, struct text number,
                          struct text name)
{
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", id);
    json_member_text(json, "number", number);
    json_member_text(json, "name", name);
    json_end(json);
}

static struct text class_name(const struct view_run *run, struct text class)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_COMMITMENT_CLASSES, class, CIVIL_DATE_NONE);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    return record == NULL ? class : is_zh ? record->name : record->name_en;
}

static const struct pack_record *rule_of(const struct view_run *run,
                                         const struct commitment *commitment)
{
    return pack_find(city_pack(run->city), PACK_COMMITMENT_RULES, commitment->variant,
                     CIVIL_DATE_NONE);
}

static void write_consequences(struct json_writer *json, const struct view_run *run,
                               const struct commitment *commitment, const char *name, bool is_false)
{
    struct text open[COMMITMENT_CONSEQUENCES_MAX];
    size_t count = commitment_consequences(commitment, rule_of(run, commitment), is_false, open);
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_text(json, open[i]);
    }
    json_end(json);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct commitment *commitment)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < COMMITMENT_ACT_COUNT; act++) {
        if (commitment_may(commitment, (enum commitment_act)act, run->actor)) {
            json_text(json, text_of(commitment_act_code((enum commitment_act)act)));
        }
    }
    json_end(json);
}

static void write_days(struct json_writer *json, const struct view_run *run,
                       const struct commitment *commitment)
{
    civil_date due = commitment->check_by != CIVIL_DATE_NONE      ? commitment->check_by
                     : commitment->state == COMMITMENT_RECTIFYING ? commitment->rectify_by
                                                                  : CIVIL_DATE_NONE;
    bool is_due = due != CIVIL_DATE_NONE;
    json_member_date(json, "signed_on", commitment->signed_on);
    json_member_date(json, "granted_on", commitment->granted_on);
    json_member_date(json, "check_by", commitment->check_by);
    json_member_date(json, "missed_on", commitment->missed_on);
    json_member_date(json, "checked_on", commitment->checked_on);
    json_member_date(json, "rectify_by", commitment->rectify_by);
    json_member_date(json, "rectified_on", commitment->rectified_on);
    json_member_date(json, "ended_on", commitment->ended_on);
    json_member_int_if(json, "left_days", is_due,
                       is_due ? city_working_days(run->city, run->today, due) : 0);
}

void commitment_row(struct json_writer *json, const struct view_run *run,
                    const struct commitment *commitment)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "id", commitment->id);
    json_member_int(json, "version", commitment->version);
    write_project(json, commitment->project, commitment->project_number, commitment->project_name);
    json_member_text(json, "enterprise", commitment->enterprise);
    json_member_int(json, "application_id", commitment->application);
    json_member_text(json, "application_number", commitment->number);
    json_member_text(json, "item", commitment->code);
    json_member_text(json, "item_name", commitment->item_name);
    json_member_text(json, "variant", commitment->variant);
    json_member_text(json, "class", commitment->class);
    json_member_text(json, "class_name", class_name(run, commitment->class));
    json_member_text(json, "state", text_of(commitment_state_code(commitment->state)));
    json_member_text(json, "state_name", commitment_state_name(commitment->state, language));
    json_member_text(json, "org_name", city_org_name(run->city, commitment->org, language));
    json_member_text(json, "checker", commitment->checker);
    json_member_text(json, "checker_name", city_org_name(run->city, commitment->checker, language));
    write_days(json, run, commitment);
    json_member_bool(json, "is_false", commitment->is_false);
    json_member_text_or_null(json, "note", commitment->note);
    json_member_text_or_null(json, "reply", commitment->reply);
    json_member_int(json, "rounds", commitment->rounds);
    write_may(json, run, commitment);
    write_consequences(json, run, commitment, "on_failed", false);
    write_consequences(json, run, commitment, "on_false", true);
    json_end(json);
}

void commitment_task_row(struct json_writer *json, const struct view_run *run,
                         const struct commitment_task *task)
{
    bool is_open = task->done_on == CIVIL_DATE_NONE;
    json_object(json);
    json_member_int(json, "id", task->id);
    json_member_int(json, "version", task->version);
    write_project(json, task->project, task->project_number, task->project_name);
    json_member_int(json, "source_id", task->source);
    json_member_int_if(json, "application_id", task->application != 0, task->application);
    json_member_text(json, "item", task->code);
    json_member_text(json, "item_name", task->item_name);
    json_member_text_or_null(json, "org", task->org);
    json_member_text(json, "org_name",
                     task->org.len > 0
                         ? city_org_name(run->city, task->org, run->actor->language)
                         : city_role_name(run->city, TEXT("navigator"), run->actor->language));
    json_member_text(json, "why", task->why);
    json_member_date(json, "set_on", task->set_on);
    json_member_date(json, "due_on", task->due_on);
    json_member_date(json, "done_on", task->done_on);
    json_member_int_if(json, "left_days", is_open,
                       is_open ? city_working_days(run->city, run->today, task->due_on) : 0);
    json_member_text_or_null(json, "outcome", task->outcome);
    json_member_text_or_null(json, "note", task->note);
    bool is_mine = task->org.len > 0 ? text_equal(task->org, run->actor->org)
                                     : run->actor->role == ROLE_NAVIGATOR;
    json_member_bool(json, "may_finish",
                     is_open && is_mine && access_role_may(ROLES_WORK, run->actor->role));
    json_end(json);
}

void credit_row(struct json_writer *json, const struct view_run *run,
                const struct credit_mark *mark)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct pack_record *kind =
        pack_find(city_pack(run->city), PACK_CREDIT_KINDS, mark->kind, CIVIL_DATE_NONE);
    struct fault ignored = {.code = FAULT_NONE};
    json_object(json);
    json_member_int(json, "id", mark->id);
    json_member_int(json, "version", mark->version);
    write_project(json, mark->project, mark->project_number, mark->project_name);
    json_member_text(json, "enterprise", mark->enterprise);
    json_member_text(json, "kind", mark->kind);
    json_member_text(json, "kind_name",
                     kind == NULL ? mark->kind
                     : is_zh      ? kind->name
                                  : kind->name_en);
    json_member_text_or_null(
        json, "repair",
        kind == NULL
            ? TEXT_NONE
            : jvalue_text(jvalue_get(kind->raw, is_zh ? "repair_zh" : "repair_en"), TEXT_NONE));
    json_member_text(json, "org_name", city_org_name(run->city, mark->org, run->actor->language));
    json_member_text(json, "reason", mark->reason);
    json_member_int(json, "source_id", mark->source);
    json_member_date(json, "since", mark->since);
    json_member_date(json, "repaired_on", mark->repaired_on);
    json_member_text_or_null(json, "repair_document", mark->repair_document);
    json_member_text_or_null(json, "repair_note", mark->repair_note);
    json_member_bool(json, "may_repair", commitment_decide_repair(mark, run->actor, &ignored));
    json_end(json);
}
