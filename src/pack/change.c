#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "pack/living.h"

/* A change on its own, and a living pack as a folder. */

static bool is_key(struct text key)
{
    return key.len > 0 && text_length(key) <= 80 && !text_has_controls(key);
}

/* ---- a year of the calendar ---- */

static bool day_is_of_year(const struct jvalue *value, int year, civil_date *out)
{
    return value->kind == JVALUE_TEXT && civil_date_parse(value->text, out) &&
           civil_date_parts(*out).year == year;
}

static bool days_are_sound(const struct jvalue *record, const char *key, int year, bool is_off,
                           struct fault *fault)
{
    const struct jvalue *list = jvalue_get(record, key);
    if (list == NULL || list->kind != JVALUE_ARRAY) {
        return fault_refuse_field(fault, "record",
                                  "日历须有 off（休息）和 work（上班）两个日期列表",
                                  "a year has two lists of days, off and work");
    }
    civil_date last = CIVIL_DATE_NONE;
    for (uint32_t i = 0; i < list->count; i++) {
        civil_date day = CIVIL_DATE_NONE;
        if (!day_is_of_year(&list->items[i], year, &day) || day <= last) {
            return fault_refuse_field(fault, "record", "日期须属于该年，按先后排列，不得重复",
                                      "days must be of that year, in order, none twice");
        }
        if (!is_off && civil_date_weekday(day) <= 5) {
            return fault_refuse_field(fault, "record", "调休上班日应为周六或周日",
                                      "a make-up day is a Saturday or a Sunday");
        }
        last = day;
    }
    return true;
}

static bool has_day(const struct jvalue *list, struct text day)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), day)) {
            return true;
        }
    }
    return false;
}

static bool year_is_sound(const struct pack_change *change, struct fault *fault)
{
    int64_t year = 0;
    const struct jvalue *record = change->record;
    if (!text_to_int(change->key, &year) || year < 2000 || year > 2199 || change->key.len != 4) {
        return fault_refuse_field(fault, "key", "应为四位年份", "must be a year of four digits");
    }
    if (record == NULL) {
        return true;
    }
    if (!days_are_sound(record, "off", (int)year, true, fault) ||
        !days_are_sound(record, "work", (int)year, false, fault)) {
        return false;
    }
    const struct jvalue *off = jvalue_get(record, "off");
    const struct jvalue *work = jvalue_get(record, "work");
    for (uint32_t i = 0; i < work->count; i++) {
        if (has_day(off, work->items[i].text)) {
            return fault_refuse_field(fault, "record", "同一天既休息又上班",
                                      "a day is both off and worked");
        }
    }
    return true;
}

/* ---- any change ---- */

bool pack_change_is_sound(const struct pack_change *change, struct fault *fault)
{
    const struct jvalue *record = change->record;
    if (!is_key(change->key)) {
        return fault_refuse_field(fault, "key", "应为 1 至 80 个字的编码",
                                  "a code of 1 to 80 characters");
    }
    if (change->kind == PACK_KIND_CALENDAR) {
        return year_is_sound(change, fault);
    }
    if (record == NULL) {
        return true;
    }
    if (change->kind == PACK_KIND_GATE) {
        const struct jvalue *targets = jvalue_get(record, "targets");
        return (targets != NULL && targets->kind == JVALUE_ARRAY) ||
               fault_refuse_field(fault, "record", "关卡须有 targets（事项或里程碑的列表）",
                                  "a gate has targets, a list of items and milestones");
    }
    const char *id = pack_list_shapes[pack_kinds[change->kind].list].id;
    if (!text_equal(jvalue_text(jvalue_get(record, id), TEXT_NONE), change->key)) {
        return fault_refuse_field(fault, "record", "记录中的编码与所改的编码不同",
                                  "the record calls itself by another code");
    }
    civil_date to = CIVIL_DATE_NONE;
    if (!pack_validity(record, "valid_to", &to) || (to != CIVIL_DATE_NONE && to < change->from)) {
        return fault_refuse_field(fault, "record", "失效日早于生效日", "ends before it begins");
    }
    return true;
}

/* ---- as a folder ---- */

static bool fail(struct fault *fault, struct text path)
{
    return fault_raise(fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(path, text_of(strerror(errno))));
}

static bool write_bytes(struct text path, struct text bytes, struct fault *fault)
{
    int handle = open(path.at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    size_t done = 0;
    if (handle < 0) {
        return fail(fault, path);
    }
    while (done < bytes.len) {
        ssize_t wrote = write(handle, bytes.at + done, bytes.len - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            close(handle);
            return fail(fault, path);
        }
        done += (size_t)wrote;
    }
    return close(handle) == 0 || fail(fault, path);
}

/* One record a line, so that two folders can be compared by any tool. */
static void write_member(struct buffer *out, struct json_writer *json, const struct jmember *member)
{
    json_name_text(json, member->name);
    if (member->value.kind != JVALUE_ARRAY || member->value.count == 0) {
        json_value(json, &member->value);
        return;
    }
    json_array(json);
    for (uint32_t i = 0; i < member->value.count; i++) {
        json_value(json, &member->value.items[i]);
        buffer_add_char(out, '\n');
    }
    json_end(json);
}

static struct text file_text(struct arena *arena, const struct jvalue *file)
{
    struct buffer out = buffer_open(arena, 65536);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    for (uint32_t i = 0; i < file->count; i++) {
        write_member(&out, &json, &file->members[i]);
    }
    json_end(&json);
    buffer_add_char(&out, '\n');
    return buffer_text(&out);
}

bool pack_write(struct arena *arena, const struct pack_sources *sources, struct text directory,
                struct fault *fault)
{
    const struct jvalue *head = sources->files[PACK_FILE_PACK];
    const char *folder = text_c_string(arena, directory);
    struct text corrections = jvalue_text(jvalue_get(head, "corrections"), TEXT_NONE);
    if (mkdir(folder, 0755) != 0) {
        return fail(fault, directory);
    }
    struct text empty = text_format(arena, "%s/%.*s", folder, TEXT_ARG(corrections));
    if (corrections.len > 0 && mkdir(empty.at, 0755) != 0) {
        return fail(fault, empty);
    }
    for (int file = 0; file < PACK_FILE_COUNT; file++) {
        struct text name = pack_file_name(head, (enum pack_file)file);
        if (sources->files[file] == NULL || name.len == 0) {
            continue;
        }
        struct text path = text_format(arena, "%s/%.*s", folder, TEXT_ARG(name));
        if (!write_bytes(path, file_text(arena, sources->files[file]), fault)) {
            return false;
        }
    }
    return true;
}
