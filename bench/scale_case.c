#include <stdio.h>
#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/application/application_kinds.h"
#include "scale_inside.h"

#define NEAR 90 /* days: cases planned for about now may be open */

/* -- its cases -- */

struct course {
    civil_date submitted, received, accepted, decided, delivered, asked, special;
    const char *state;
    char words[128];
};

static void note(struct course *course, char letter, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    size_t at = strlen(course->words);
    snprintf(course->words + at, sizeof course->words - at, "%s%c%s", at > 0 ? " " : "", letter,
             civil_date_write(day, text).at);
}

/* What has happened until today, of what would have happened. */
static void run_course(struct fill *fill, const struct planned_node *node, int32_t shift,
                       struct course *out)
{
    civil_date today = fill->scale->today;
    civil_date begin = node->earliest_start + shift;
    civil_date end = node->earliest_finish + shift + (civil_date)chance(fill, 12) - 6;
    *out =
        (struct course){.submitted = begin - 2 - (civil_date)chance(fill, 4), .state = "submitted"};
    out->received = out->accepted = out->decided = out->delivered = CIVIL_DATE_NONE;
    out->asked = out->special = CIVIL_DATE_NONE;
    end = end > begin ? end : begin;
    if (begin - 1 > today) {
        return;
    }
    out->received = begin - 1;
    out->state = "received";
    note(out, 'R', out->received);
    if (end >= today && chance(fill, 12) == 0) {
        out->asked = out->received;
        out->state = "supplement";
        note(out, 'S', out->asked);
        return;
    }
    if (begin > today) {
        return;
    }
    out->accepted = begin;
    out->state = "accepted";
    note(out, 'A', begin);
    if (end >= today && chance(fill, 12) == 0) {
        out->special = today - (civil_date)chance(fill, 5) > begin ? today - 1 : begin;
        out->state = "special";
        note(out, 'P', out->special);
        return;
    }
    if (end > today) {
        return;
    }
    out->decided = end;
    out->state = "granted";
    note(out, 'D', end);
    if (end + 9 < today) {
        out->delivered = end + 5;
        out->state = "delivered";
        note(out, 'V', out->delivered);
    }
}

static void put_party(struct fill *fill, struct life *life, struct text org)
{
    for (size_t i = 0; i < life->party_count; i++) {
        if (text_equal(life->parties[i], org)) {
            return;
        }
    }
    life->parties[life->party_count++] = org;
    scale_put(fill->batch, SCALE_PARTY, CELLS(cell_int(life->id), cell_text(org)));
}

static int64_t name_number(struct fill *fill, int64_t id, struct text name)
{
    uint32_t at = 0;
    if (name_table_find(&fill->names, name, &at)) {
        return fill->name_ids[at];
    }
    ensure(fill->name_count < NAMES_MAX &&
           name_table_put(&fill->names, name, (uint32_t)fill->name_count));
    fill->name_ids[fill->name_count++] = id;
    scale_put(fill->batch, SCALE_NAME, CELLS(cell_int(id), cell_text(name)));
    return id;
}

static void put_case(struct fill *fill, struct life *life, const struct planned_node *node,
                     const struct course *course, int64_t round)
{
    int year = civil_date_parts(course->submitted).year;
    int64_t serial = ++fill->serials[year - 2000];
    struct text name = city_item_name(fill->scale->boot->city, node->code, LANGUAGE_ZH);
    struct application_submitted body = {
        .number = text_format(fill->arena, "榕办%d-%05lld", year, (long long)serial),
        .code = node->code,
        .item_name = name,
        .org = node->org,
        .limit_basis = TEXT_NONE, /* promised */
        .year = year,
        .serial = serial,
        .intake = life->id,
        .limit_days = node->days > 0 ? node->days : 5,
        .notify_days = 5,
        .deliver_days = 10,
        .round = round > 1 ? round : 0,
        .own = text_is(node->org, "enterprise"),
        .first_submitted_on = CIVIL_DATE_NONE,
    };
    int64_t id = scale_append(fill, &application_submitted_event,
                              (struct event_about){0, life->id, course->submitted}, &body);
    scale_put(
        fill->batch, SCALE_CASE,
        CELLS(
            cell_int(id), cell_int(life->id), cell_int(life->id), cell_int(5), cell_bool(body.own),
            cell_int(body.limit_days), cell_int(body.notify_days), cell_int(body.deliver_days),
            cell_int(round), cell_int(0), cell_int(course->special == CIVIL_DATE_NONE ? 0 : 30),
            cell_text(body.number), cell_text(node->code), cell_int(name_number(fill, id, name)),
            cell_text(node->org), cell_text(text_of(course->state)), cell_null(),
            cell_text(text_copy(fill->arena, text_of(course->words))), cell_date(course->submitted),
            cell_date(course->received), cell_date(course->received), cell_date(course->accepted),
            cell_date(course->decided), cell_date(course->delivered), cell_date(course->asked),
            cell_date(course->special), cell_date(course->special)));
    fill->scale->made_cases++;
    fill->scale->made_open += course->decided == CIVIL_DATE_NONE;
    if (round == 1 && !body.own) {
        put_party(fill, life, node->org);
    }
}

/* Under review for some days, at one unit: its queue grows as long as it is wanted. Six projects of
 * a hundred are under way. */
static void put_queue(struct fill *fill, struct life *life)
{
    const struct planned *plan = &life->mould->plan;
    const struct planned_node *node = NULL;
    int64_t under_way = fill->scale->projects * 6 / 100 + 1;
    int64_t wanted = (fill->scale->queue + under_way - 1) / under_way;
    for (size_t i = 0; i < plan->count && node == NULL; i++) {
        bool is_theirs = text_is(plan->nodes[i].org, QUEUE_UNIT) && plan->nodes[i].days > 5;
        node = is_theirs ? &plan->nodes[i] : NULL;
    }
    for (int64_t i = 0; node != NULL && i < wanted; i++) {
        struct course course;
        int32_t begun = (int32_t)chance(fill, (uint64_t)node->days - 1);
        run_course(fill, node, fill->scale->today - begun - node->earliest_start, &course);
        put_case(fill, life, node, &course, 1);
    }
}

void scale_put_cases(struct fill *fill, struct life *life)
{
    const struct planned *plan = &life->mould->plan;
    int64_t made = 0;
    for (int64_t round = 1; made < life->case_count && round <= 2; round++) {
        for (size_t i = 0; i < plan->count && made < life->case_count; i++) {
            struct course course;
            const struct planned_node *node = &plan->nodes[i];
            if (node->is_milestone || node->org.len == 0) {
                continue;
            }
            bool is_over = life->stage != STAGE_UNDER_WAY;
            int32_t shift = is_over && node->earliest_finish + life->shift + 40 > fill->scale->today
                                ? fill->scale->today - 40 - node->earliest_finish
                                : life->shift;
            civil_date away = node->earliest_finish + shift - fill->scale->today;
            if (!is_over && away > -NEAR && away < NEAR && chance(fill, 2) == 0) {
                shift = fill->scale->today - (int32_t)chance(fill, (uint64_t)node->days + 12) -
                        node->earliest_start;
            }
            run_course(fill, node, shift, &course);
            if (course.submitted > fill->scale->today) {
                continue;
            }
            put_case(fill, life, node, &course, round);
            made++;
        }
        if (life->stage == STAGE_UNDER_WAY) {
            put_queue(fill, life);
            break;
        }
    }
}
