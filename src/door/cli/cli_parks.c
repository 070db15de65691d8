#include "door/cli/cli_parks.h"

#include "base/json_write.h"
#include "door/cli/cli_profile.h"
#include "door/cli/gantt.h"
#include "engine/plan/plan_write.h"
#include "pack/parks.h"

#define PLACE_COLUMNS 6
#define NAME_COLUMNS 48
#define SCORE_COLUMNS 16

struct desk {
    struct cli_profile profile;
    struct parks parks;
    struct park_matches matches;
};

static bool print_json(struct cli *cli, const struct desk *desk)
{
    struct buffer out = buffer_open(cli->arena, 1 << 17);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text_or_null(&json, "name", desk->profile.name);
    json_member_date(&json, "on", desk->profile.on);
    json_member_bool(&json, "corrected", desk->profile.pack->is_corrected);
    parks_write_criteria(&json, cli->arena, &desk->parks, cli->language != LANGUAGE_ZH);
    json_name(&json, "order");
    json_array(&json);
    for (uint32_t i = 0; i < desk->parks.count; i++) {
        json_text(&json, desk->parks.items[desk->matches.order[i]]->id);
    }
    json_end(&json);
    json_name(&json, "results");
    json_object(&json);
    for (uint32_t i = 0; i < desk->parks.count; i++) {
        json_name_text(&json, desk->parks.items[i]->id);
        json_object(&json);
        parks_write_match(&json, cli->arena, &desk->parks, &desk->matches, i);
        json_end(&json);
    }
    json_end(&json);
    plan_write_warnings(cli->arena, &json, &desk->profile.warnings);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

/* ---- for a person ---- */

static const char *say(const struct cli *cli, const char *zh, const char *en)
{
    return cli->language == LANGUAGE_ZH ? zh : en;
}

static const char *word_of(const struct cli *cli, enum rule_answer answer)
{
    switch (answer) {
    case RULE_YES: return say(cli, "适合", "suits");
    case RULE_NO: return say(cli, "不适合", "does not suit");
    default: return say(cli, "资料不足", "facts lacking");
    }
}

static struct text name_of(const struct cli *cli, const struct pack_record *record)
{
    return cli->language == LANGUAGE_ZH || text_is_empty(record->name_en) ? record->name
                                                                          : record->name_en;
}

static struct text range_of(const struct cli *cli, const struct site_score *score)
{
    struct text from = parks_points(cli->arena, score->from);
    return score->from == score->to ? from
                                    : text_format(cli->arena, "%.*s ~ %.*s", TEXT_ARG(from),
                                                  TEXT_ARG(parks_points(cli->arena, score->to)));
}

static void draw_part(const struct cli *cli, struct buffer *out, const struct desk *desk,
                      const struct site_part *part, uint32_t at)
{
    uint64_t weight = desk->parks.criteria.items[at].weight;
    struct site_score share = {weight * part->from, weight * part->to};
    struct text offer = desk->parks.sources[at].offer;
    if (part->applies == RULE_NO || (part->from == SITE_FULL && weight == 0)) {
        return;
    }
    buffer_add(out, TEXT("          "));
    gantt_pad(out, name_of(cli, desk->parks.sources[at].record), NAME_COLUMNS - 4);
    gantt_pad(out, range_of(cli, &share), SCORE_COLUMNS);
    buffer_add(out, text_of(word_of(cli, part->answer)));
    if (part->has_gap) {
        buffer_addf(out, "%s%.*s%s%.*s%s%.*s", say(cli, "，项目 ", ", the project "),
                    TEXT_ARG(part->value), say(cli, "，园区 ", ", the park "),
                    TEXT_ARG(part->threshold), say(cli, "，差 ", ", off by "), TEXT_ARG(part->gap));
    }
    if (part->lacks_offer) {
        buffer_addf(out, "%s%.*s", say(cli, "，园区未填 ", ", not said by the park: "),
                    TEXT_ARG(offer));
    }
    const struct fact_space *space = desk->profile.facts->space;
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        if (part->missing[i]) {
            buffer_addf(out, "%s%.*s", say(cli, "，还需知道 ", ", would need "),
                        TEXT_ARG(fact_space_field(space, i)->name));
        }
    }
    buffer_add_char(out, '\n');
}

static bool print_table(struct cli *cli, const struct desk *desk)
{
    struct buffer out = buffer_open(cli->arena, 1 << 15);
    char on[CIVIL_DATE_TEXT_SIZE];
    civil_date_write(desk->profile.on, on);
    buffer_addf(&out, "%s  %s  %.*s\n", say(cli, "园区匹配（预估）", "Parks matched (estimate)"),
                on, TEXT_ARG(desk->profile.name));
    for (uint32_t i = 0; i < desk->parks.count; i++) {
        uint32_t at = desk->matches.order[i];
        const struct site_match *match = &desk->matches.items[at];
        gantt_pad(&out, text_format(cli->arena, "%u", (unsigned)(i + 1)), PLACE_COLUMNS);
        gantt_pad(&out, name_of(cli, desk->parks.items[at]), NAME_COLUMNS);
        gantt_pad(&out, range_of(cli, &match->score), SCORE_COLUMNS);
        buffer_addf(&out, "  %s\n", word_of(cli, match->answer));
        for (uint32_t k = 0; k < desk->parks.criteria.count; k++) {
            draw_part(cli, &out, desk, &match->parts[k], k);
        }
    }
    cli_profile_warn(cli, &desk->profile);
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    const struct cli_profile_asked asked = {cli_parks.usage, PACK_SPACE_FACTS};
    struct desk desk;
    if (!cli_profile_read(cli, argc, argv, &asked, &desk.profile) ||
        !parks_of(cli->arena, desk.profile.pack, desk.profile.on, &desk.parks, &cli->fault)) {
        return false;
    }
    struct text direction =
        jvalue_text(jvalue_get(desk.profile.document, "industry_direction"), TEXT_NONE);
    struct site_project project = parks_project(&desk.parks, desk.profile.facts, direction);
    desk.matches = parks_match(cli->arena, &desk.parks, &project);
    return desk.profile.as_json ? print_json(cli, &desk) : print_table(cli, &desk);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_parks = {
    .name = "parks",
    .usage = "parks match --profile FILE [--on DATE] [--corrected] [--json] [--pack DIR]",
    .summary = "a project against all parks: which suits, why, the score opened up, what to ask",
    .run = run,
};
