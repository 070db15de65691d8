#include "flow/flow.h"

#include "app/city.h"
#include "app/register.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "pack/read.h"

const struct actor flow_platform = {.role = ROLE_SYSTEM,
                                    .name = {"", 0},
                                    .org = {"", 0},
                                    .district = {"", 0},
                                    .language = LANGUAGE_ZH};

struct view_run flow_view(const struct command_run *run)
{
    struct view_run view = run_view(run);
    view.actor = &flow_platform;
    view.id = 0;
    return view;
}

static const struct flow_action *find_action(const struct flow_action *const *actions,
                                             struct text name)
{
    for (; *actions != NULL; actions++) {
        if (text_is(name, (*actions)->name)) {
            return *actions;
        }
    }
    return NULL;
}

static struct text action_of(const struct pack_record *trigger)
{
    return jvalue_text(jvalue_get(trigger->raw, "action"), TEXT_NONE);
}

static struct text event_of(const struct pack_record *trigger)
{
    return jvalue_text(jvalue_get(trigger->raw, "event"), TEXT_NONE);
}

/* -- where -- */

static bool is_absent(const struct jvalue *value)
{
    return value == NULL || value->kind == JVALUE_NULL;
}

static bool equals(const struct jvalue *wanted, const struct jvalue *found)
{
    if (is_absent(wanted) || is_absent(found)) {
        return is_absent(wanted) && is_absent(found);
    }
    return jvalue_equal(wanted, found);
}

static bool is_one_of(const struct jvalue *wanted, const struct jvalue *found)
{
    if (wanted->kind != JVALUE_ARRAY) {
        return equals(wanted, found);
    }
    for (uint32_t i = 0; i < wanted->count; i++) {
        if (equals(&wanted->items[i], found)) {
            return true;
        }
    }
    return false;
}

bool flow_where_holds(const struct jvalue *where, const struct jvalue *body)
{
    for (uint32_t i = 0; i < where->count; i++) {
        const struct jmember *wanted = &where->members[i];
        if (!is_one_of(&wanted->value, jvalue_get(body, wanted->name.at))) {
            return false;
        }
    }
    return true;
}

struct text flow_text_with(const struct flow_step *step, const char *name)
{
    return jvalue_text(jvalue_get(step->with, name), TEXT_NONE);
}

/* -- following -- */

static bool wrong(struct fault *fault, const struct pack_record *trigger, struct text zh,
                  struct text en)
{
    return fault_raise(fault, FAULT_TRIGGER_WRONG, TEXT_NONE, FAULT_ARGS(trigger->id, zh, en));
}

static bool take(const struct pack_record *trigger, const struct flow_action *const *actions,
                 const struct flow_step *asked, struct fault *fault)
{
    const struct flow_action *action = find_action(actions, action_of(trigger));
    if (action == NULL) { /* flow_check found it at the start; a table of one's own may not have
                             been checked */
        return wrong(fault, trigger, TEXT("没有这个动作"), TEXT("no such action"));
    }
    struct flow_step step = *asked;
    step.trigger = trigger;
    step.with = jvalue_get(trigger->raw, "with");
    return action->follow(&step, fault);
}

bool flow_follow_by(const struct pack_records *triggers, const struct flow_action *const *actions,
                    const struct flow_step *step, struct fault *fault)
{
    struct text happened = text_of(step->event->kind->name);
    for (uint32_t i = 0; i < triggers->count; i++) {
        const struct pack_record *trigger = &triggers->items[i];
        if (text_equal(event_of(trigger), happened) && pack_in_force(trigger, step->run->today) &&
            flow_where_holds(jvalue_get(trigger->raw, "where"), step->body) &&
            !take(trigger, actions, step, fault)) {
            return false;
        }
    }
    return true;
}

bool flow_follow(struct command_run *run, const struct event *event, const struct jvalue *body,
                 struct fault *fault)
{
    const struct flow_step step = {.run = run, .event = event, .body = body};
    return flow_follow_by(&city_pack(run->city)->lists[PACK_TRIGGERS], the_flow_actions, &step,
                          fault);
}

/* -- checking -- */

static bool has_field(const struct field_table *table, struct text name)
{
    for (size_t i = 0; i < table->count; i++) {
        if (text_is(name, table->fields[i].name)) {
            return true;
        }
    }
    return false;
}

static bool check_one(struct arena *arena, const struct pack_record *trigger,
                      const struct event_kind *kind, struct fault *fault)
{
    const struct jvalue *where = jvalue_get(trigger->raw, "where");
    if (kind == NULL) {
        struct text name = event_of(trigger);
        return wrong(fault, trigger, text_format(arena, "没有“%.*s”这种记录", TEXT_ARG(name)),
                     text_format(arena, "there is no event '%.*s'", TEXT_ARG(name)));
    }
    for (uint32_t i = 0; i < where->count; i++) {
        struct text name = where->members[i].name;
        if (!has_field(kind->fields, name)) {
            return wrong(
                fault, trigger,
                text_format(arena, "“%s”没有“%.*s”这一项", kind->name, TEXT_ARG(name)),
                text_format(arena, "'%s' has no member '%.*s'", kind->name, TEXT_ARG(name)));
        }
    }
    return true;
}

bool flow_check(struct arena *arena, const struct pack_records *triggers,
                const struct flow_action *const *actions, const struct registry *registry,
                struct fault *fault)
{
    for (uint32_t i = 0; i < triggers->count; i++) {
        const struct pack_record *trigger = &triggers->items[i];
        struct text action = action_of(trigger);
        if (find_action(actions, action) == NULL) {
            return wrong(fault, trigger, text_format(arena, "没有“%.*s”这个动作", TEXT_ARG(action)),
                         text_format(arena, "there is no action '%.*s'", TEXT_ARG(action)));
        }
        if (!check_one(arena, trigger, register_event(registry, event_of(trigger)), fault)) {
            return false;
        }
    }
    return true;
}
