#include "room/application/application_intake.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "room/application/application_held.h"
#include "room/application/application_kinds.h"

const struct application_node *application_plan_find(const struct application_plan *plan,
                                                     struct text code)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (text_equal(plan->nodes[i].code, code)) {
            return &plan->nodes[i];
        }
    }
    return NULL;
}

static struct application_node *find(const struct application_plan *plan, struct text code)
{
    for (size_t i = 0; i < plan->count; i++) {
        if (text_equal(plan->nodes[i].code, code)) {
            return &plan->nodes[i];
        }
    }
    return NULL;
}

/* Predecessors stand first in a plan, so that one way from the end marks all. */
void application_plan_mark(const struct application_plan *plan, struct text production)
{
    for (size_t i = plan->count; i-- > 0;) {
        struct application_node *node = &plan->nodes[i];
        node->leads = node->leads || text_equal(node->code, production);
        for (size_t j = 0; node->leads && j < node->after.count; j++) {
            struct application_node *before = find(plan, node->after.items[j]);
            if (before != NULL) {
                before->leads = true;
            }
        }
    }
}

const struct application_brief *application_latest(const struct application_briefs *briefs,
                                                   struct text code)
{
    const struct application_brief *latest = NULL;
    for (size_t i = 0; i < briefs->count; i++) {
        latest = text_equal(briefs->items[i].code, code) ? &briefs->items[i] : latest;
    }
    return latest;
}

bool application_item_is_done(const struct application_briefs *briefs, struct text code)
{
    const struct application_brief *latest = application_latest(briefs, code);
    return latest != NULL && application_state_is_done(latest->state) && !latest->is_outdated;
}

bool application_item_is_taken(const struct application_briefs *briefs, struct text code)
{
    const struct application_brief *latest = application_latest(briefs, code);
    return latest != NULL && !latest->is_outdated &&
           (application_state_is_done(latest->state) || application_state_is_open(latest->state));
}

size_t application_missing(const struct application_plan *plan,
                           const struct application_briefs *briefs,
                           const struct application_node *node, const struct application_node **out,
                           size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < node->after.count; i++) {
        const struct application_node *before = application_plan_find(plan, node->after.items[i]);
        bool is_missing =
            before != NULL && before->is_item && !application_item_is_done(briefs, before->code);
        if (is_missing && count < most) {
            out[count++] = before;
        }
    }
    return count;
}

static bool is_outdated(const struct application_briefs *briefs, struct text code)
{
    for (size_t i = 0; i < briefs->count; i++) {
        const struct application_brief *brief = &briefs->items[i];
        if (brief->is_outdated && text_equal(brief->code, code) &&
            application_state_is_done(brief->state)) {
            return true;
        }
    }
    return false;
}

const struct application_node *application_outdated_before(const struct application_plan *plan,
                                                           const struct application_briefs *briefs,
                                                           const struct application_node *node)
{
    for (size_t i = 0; i < node->after.count; i++) {
        const struct application_node *before = application_plan_find(plan, node->after.items[i]);
        if (before != NULL && before->is_item && is_outdated(briefs, before->code)) {
            return before;
        }
    }
    return NULL;
}

static bool comes_along(const struct application_wishes *wishes, struct text code)
{
    for (size_t i = 0; wishes->is_bundle && i < wishes->count; i++) {
        if (text_equal(wishes->items[i].code, code)) {
            return true;
        }
    }
    return false;
}

size_t application_missing_beside(const struct application_plan *plan,
                                  const struct application_briefs *briefs,
                                  const struct application_node *node,
                                  const struct application_wishes *wishes,
                                  const struct application_node *out[APPLICATION_MISSING_MAX])
{
    const struct application_node *missing[APPLICATION_MISSING_MAX];
    size_t all = application_missing(plan, briefs, node, missing, COUNT_OF(missing));
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        if (!comes_along(wishes, missing[i]->code)) {
            out[count++] = missing[i];
        }
    }
    return count;
}

static bool refuse_waiting(struct arena *arena, const struct application_node *node,
                           const struct application_node *const *missing, size_t count,
                           struct fault *fault)
{
    struct buffer names = buffer_open(arena, 256);
    for (size_t i = 0; i < count; i++) {
        buffer_add(&names, i > 0 ? TEXT("、") : TEXT_NONE);
        buffer_add(&names, missing[i]->name);
    }
    return fault_raise(fault, FAULT_ITEM_WAITS, TEXT("items"),
                       FAULT_ARGS(node->name, buffer_text(&names)));
}

struct wanted {
    const struct application_wish *wish;
    const struct application_wishes *among;
};

static bool item_may_begin(struct arena *arena, const struct application_plan *plan,
                           const struct application_briefs *briefs, const struct wanted *wanted,
                           struct fault *fault)
{
    const struct application_wish *wish = wanted->wish;
    const struct application_node *missing[APPLICATION_MISSING_MAX];
    const struct application_node *node = application_plan_find(plan, wish->code);
    if (node == NULL || !node->is_item) {
        return fault_raise(fault, FAULT_ITEM_NOT_PLANNED, TEXT("items"),
                           FAULT_ARGS(wish->name, wish->name));
    }
    if (application_item_is_taken(briefs, wish->code)) {
        struct text number = application_latest(briefs, wish->code)->number;
        return fault_raise(fault, FAULT_ITEM_TAKEN, TEXT("items"), FAULT_ARGS(wish->name, number));
    }
    size_t count = application_missing_beside(plan, briefs, node, wanted->among, missing);
    return count == 0 || refuse_waiting(arena, node, missing, count, fault);
}

static bool refuse_channel(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_desk = text_is(text_of(field), "desk");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_desk ? "窗口" : "渠道", is_desk ? "window" : "channel");
    return false;
}

bool application_decide_channel(enum role role, struct text channel, struct text desk,
                                struct text *out, struct fault *fault)
{
    struct text usual = role == ROLE_ENTERPRISE  ? TEXT("online")
                        : role == ROLE_NAVIGATOR ? TEXT("navigator")
                        : role == ROLE_WINDOW    ? TEXT("window")
                        : desk.len > 0           ? TEXT("window")
                                                 : TEXT("navigator");
    struct text chosen = channel.len > 0 ? channel : usual;
    bool is_window = text_is(chosen, "window");
    if (role == ROLE_ENTERPRISE && !text_is(chosen, "online")) {
        return refuse_channel(fault, "channel", "企业自行提交的为网上办理",
                              "what an enterprise submits itself comes online");
    }
    if (role == ROLE_WINDOW && !is_window) {
        return refuse_channel(fault, "channel", "窗口受理员只办理窗口受理",
                              "a window clerk takes in at a window");
    }
    if (is_window && desk.len == 0) {
        return refuse_channel(fault, "desk", "请选择受理窗口", "name the window");
    }
    if (!is_window && desk.len > 0) {
        return refuse_channel(fault, "desk", "只有窗口受理才填窗口",
                              "a window is named only for what comes in there");
    }
    *out = chosen;
    return true;
}

bool application_decide_intake(struct arena *arena, const struct application_plan *plan,
                               const struct application_briefs *briefs,
                               const struct application_wishes *wishes, struct fault *fault)
{
    if (plan->number == 0) {
        return fault_raise(fault, FAULT_PLAN_MISSING, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (wishes->count == 0) {
        fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("items"), FAULT_NO_ARGS);
        fault_label(fault, "事项", "items");
        return false;
    }
    for (size_t i = 0; i < wishes->count; i++) {
        struct wanted wanted = {&wishes->items[i], wishes};
        if (!item_may_begin(arena, plan, briefs, &wanted, fault)) {
            return false;
        }
    }
    return true;
}
