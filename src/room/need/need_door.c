#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/need/need.h"

/* What the item's cases say against it: one in hand, or a later item that went ahead without it. */
static void look_at_cases(const struct command_run *run, const struct need_cases *cases,
                          const struct need_say *command, struct need_ground *ground)
{
    for (size_t i = 0; i < cases->count; i++) {
        const struct need_case *one = &cases->items[i];
        if (text_equal(one->code, command->item)) {
            ground->taken = one->is_taken ? one->number : ground->taken;
            continue;
        }
        const struct pack_record *item = pack_find(ground->pack, PACK_ITEMS, one->code, run->today);
        bool is_later = ground->before != NULL && one->id > ground->before->said.seq;
        if (is_later && one->is_taken && item != NULL && need_waits_for(item, command->item)) {
            ground->relied = item->name;
        }
    }
}

static bool perform_say(struct command_run *run, const void *given, struct fault *fault)
{
    const struct need_say *command = given;
    struct project project;
    struct needs needs;
    struct need_cases cases;
    struct need_told body;
    bool is_said = false;
    if (!project_of_run(run, 0, &project, fault) ||
        !needs_of(run->arena, run->store, project.id, &needs, fault) ||
        !need_cases_of(run->arena, run->store, project.id, &cases, fault)) {
        return false;
    }
    struct need_ground ground = {
        .pack = city_pack(run->city),
        .before = need_find(&needs, command->item),
        .actor = run->actor,
        .may_propose = (ROLES_SERVICE & ROLE_BIT(run->actor->role)) != 0,
        .today = run->today,
    };
    look_at_cases(run, &cases, command, &ground);
    if (!need_decide(&ground, command, &body, &is_said, fault)) {
        return false;
    }
    struct event_about about = {project.id, project.id, run->today};
    run->answer = (struct answer){.id = project.id};
    /* A unit that has no case of the project yet could not answer what it does not see. */
    return project_join(run, project.id, body.org, fault) &&
           run_emit(run, is_said ? &need_said_event : &need_proposed_event, about, &body, fault);
}

/* -- views -- */

static void write_word(struct json_writer *json, const struct view_run *run,
                       const struct need_word *word)
{
    enum language language = run->actor->language;
    const struct pack_record *reason =
        pack_find(city_pack(run->city), PACK_NEED_REASONS, word->reason, CIVIL_DATE_NONE);
    if (word->seq == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "needed", text_of(need_answer_code(word->answer)));
    json_member_text(json, "needed_name", need_answer_name(word->answer, language));
    json_member_text(json, "reason", word->reason);
    json_member_text(json, "reason_name",
                     reason == NULL            ? word->reason
                     : language == LANGUAGE_ZH ? reason->name
                                               : reason->name_en);
    json_member_text(json, "words", word->words);
    json_member_text(
        json, "by_role",
        city_role_name(run->city, text_of(role_name(actor_label_role(word->by))), language));
    json_member_date(json, "on", word->on);
    json_end(json);
}

static void write_need(struct json_writer *json, const struct view_run *run,
                       const struct need *need)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_text(json, "item", need->code);
    json_member_text(json, "item_name", city_item_name(run->city, need->code, language));
    json_member_text(json, "org", need->said.org);
    json_member_text(json, "org_name", city_org_name(run->city, need->said.org, language));
    json_name(json, "said");
    write_word(json, run, &need->said);
    json_name(json, "proposed");
    write_word(json, run, &need->proposed);
    json_end(json);
}

static void write_reasons(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *all = &city_pack(run->city)->lists[PACK_NEED_REASONS];
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_name(json, "reasons");
    json_array(json);
    for (uint32_t i = 0; i < all->count; i++) {
        json_object(json);
        json_member_text(json, "code", all->items[i].id);
        json_member_text(json, "name", is_zh ? all->items[i].name : all->items[i].name_en);
        json_name(json, "needed");
        json_value(json, jvalue_get(all->items[i].raw, "needed"));
        json_end(json);
    }
    json_end(json);
}

struct list_query {
    struct text item;
};
static const struct field query_fields[] = {
    FIELD(list_query, item, TEXT, .max = 60, .zh = "事项", .en = "item"),
};
static const struct field_table query_table = FIELD_TABLE(list_query, query_fields);

/* What the reader may do about the item he asks for: "say", "propose" or null. */
static struct text may_of(const struct view_run *run, struct text code)
{
    const struct pack_record *item =
        code.len == 0 ? NULL : pack_find(city_pack(run->city), PACK_ITEMS, code, run->today);
    bool is_own = item != NULL && run->actor->role == ROLE_DEPARTMENT_OFFICER &&
                  text_equal(run->actor->org, jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE));
    bool may_propose = item != NULL && (ROLES_SERVICE & ROLE_BIT(run->actor->role)) != 0;
    return is_own ? TEXT("say") : may_propose ? TEXT("propose") : TEXT_NONE;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct project project;
    struct needs needs;
    if (!project_of_view(run, 0, &project, fault) ||
        !needs_of(run->arena, run->store, project.id, &needs, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < needs.count; i++) {
        if (query->item.len == 0 || text_equal(query->item, needs.items[i].code)) {
            write_need(json, run, &needs.items[i]);
        }
    }
    json_end(json);
    json_member_text_or_null(json, "may", may_of(run, query->item));
    write_reasons(json, run);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"need.say", "POST", "/projects/{id}/needs", &need_say_table,
     ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER), 0, "认定或建议是否需要办理某事项",
     "Say, or propose, whether the project needs an item", perform_say},
};

static const struct view_kind views[] = {
    {"need.list", "/projects/{id}/needs", &query_table, ROLES_BUSINESS, VIEW_AS_OF,
     "是否需要办理的认定", "What was said of whether items are needed", answer_list},
};

static const struct event_kind *const events[] = {&need_said_event, &need_proposed_event};

const struct room need_room = {
    .name = "need",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(need),
    .schema = {"need", 1, need_ddl},
};
