#include "ground/form/form_draft.h"

#include "base/buffer.h"
#include "base/json_write.h"

static struct text json_of(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

static bool is_same(struct arena *arena, const struct jvalue *a, const struct jvalue *b)
{
    return text_equal(json_of(arena, a), json_of(arena, b));
}

static const struct jvalue *find(const struct jvalue *object, struct text name)
{
    for (uint32_t i = 0; object != NULL && object->kind == JVALUE_OBJECT && i < object->count;
         i++) {
        if (text_equal(object->members[i].name, name)) {
            return &object->members[i].value;
        }
    }
    return NULL;
}

static bool refuse_moved(struct arena *arena, const struct form_draft_change *change,
                         struct text path, int64_t now, struct fault *fault)
{
    struct text seen = text_format(arena, "%lld", (long long)change->seen);
    struct text current = text_format(arena, "%lld", (long long)now);
    return fault_raise(fault, FAULT_VERSION_MOVED, path, FAULT_ARGS(seen, current));
}

/* What was written after the writer looked, and differs from what he writes. */
static bool is_lost(struct arena *arena, const struct form_draft_change *change,
                    const struct jvalue *written, const struct jvalue *value)
{
    int64_t version = jvalue_int(jvalue_get(written, "version"), 0);
    return written != NULL && change->seen > 0 && version > change->seen &&
           !is_same(arena, jvalue_get(written, "value"), value);
}

struct group {
    const char *name;
    const struct jvalue *before, *change;
};

static void write_one(struct json_writer *json, struct text name, const struct jvalue *value,
                      const struct form_draft_change *change)
{
    json_name_text(json, name);
    json_object(json);
    json_name(json, "value");
    json_value(json, value);
    json_member_int(json, "version", change->version);
    json_member_int(json, "by", change->by);
    json_end(json);
}

static bool merge_group(struct arena *arena, struct json_writer *json, const struct group *group,
                        const struct form_draft_change *change, struct fault *fault)
{
    uint32_t before = group->before == NULL ? 0 : group->before->count;
    uint32_t changed = group->change == NULL ? 0 : group->change->count;
    json_name(json, group->name);
    json_object(json);
    for (uint32_t i = 0; i < before; i++) {
        const struct jmember *member = &group->before->members[i];
        if (find(group->change, member->name) == NULL) {
            json_name_text(json, member->name);
            json_value(json, &member->value);
        }
    }
    for (uint32_t i = 0; i < changed; i++) {
        const struct jmember *member = &group->change->members[i];
        const struct jvalue *written = find(group->before, member->name);
        if (is_lost(arena, change, written, &member->value)) {
            struct text path = text_format(arena, "%s.%.*s", group->name, TEXT_ARG(member->name));
            int64_t now = jvalue_int(jvalue_get(written, "version"), 0);
            return refuse_moved(arena, change, path, now, fault);
        }
        bool is_unchanged =
            written != NULL && is_same(arena, jvalue_get(written, "value"), &member->value);
        if (is_unchanged) {
            json_name_text(json, member->name);
            json_value(json, written);
        } else if (!jvalue_is_null(&member->value)) {
            write_one(json, member->name, &member->value, change);
        }
    }
    json_end(json);
    return true;
}

static void write_items(struct json_writer *json, const struct jvalue *current,
                        const struct form_draft_change *change)
{
    const struct jvalue *before = jvalue_get(current, "items");
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < change->items.count; i++) {
        json_text(json, change->items.items[i]);
    }
    for (uint32_t i = 0; change->items.count == 0 && before != NULL && i < before->count; i++) {
        json_value(json, &before->items[i]);
    }
    json_end(json);
}

static void write_word(struct json_writer *json, const struct jvalue *current, const char *name,
                       struct text word)
{
    json_member_text(json, name,
                     word.len > 0 ? word : jvalue_text(jvalue_get(current, name), TEXT_NONE));
}

bool form_draft_merge(struct arena *arena, const struct jvalue *current,
                      const struct form_draft_change *change, struct text *out, struct fault *fault)
{
    struct buffer buffer = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    struct group answers = {"answers", jvalue_get(current, "answers"), change->answers};
    struct group materials = {"materials", jvalue_get(current, "materials"), change->materials};
    json_object(&json);
    write_items(&json, current, change);
    write_word(&json, current, "channel", change->channel);
    write_word(&json, current, "desk", change->desk);
    if (!merge_group(arena, &json, &answers, change, fault) ||
        !merge_group(arena, &json, &materials, change, fault)) {
        return false;
    }
    json_end(&json);
    *out = buffer_text(&buffer);
    return true;
}

const struct jvalue *form_draft_values(struct arena *arena, const struct jvalue *written)
{
    uint32_t count = written != NULL && written->kind == JVALUE_OBJECT ? written->count : 0;
    struct jmember *members = arena_array(arena, struct jmember, count + 1);
    struct jvalue *object = arena_new(arena, struct jvalue);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *value = jvalue_get(&written->members[i].value, "value");
        if (value != NULL) {
            members[kept++] = (struct jmember){written->members[i].name, *value};
        }
    }
    *object = (struct jvalue){.kind = JVALUE_OBJECT, .count = kept, .members = members};
    return object;
}
