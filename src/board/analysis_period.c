#include "board/analysis_inside.h"

static bool of_months(int64_t year, int64_t month, int64_t months, struct analysis_period *out)
{
    if (year < 2 || year > 9998 || month < 1 || month > 12) {
        return false;
    }
    out->first = civil_date_from_parts((struct civil_parts){(int)year, (int)month, 1});
    out->last = civil_date_months_after(out->first, months) - 1;
    return true;
}

static bool until_today(civil_date today, struct analysis_period *out)
{
    out->end = out->last < today ? out->last : today;
    return out->first <= today;
}

/* The year of "2026-...", four digits. */
static bool year_of(struct text name, int64_t *out)
{
    return name.len > 5 && name.at[4] == '-' && name.at[0] >= '0' && name.at[0] <= '9' &&
           text_to_int(text_slice(name, 0, 4), out);
}

bool analysis_month_parse(struct text name, civil_date today, struct analysis_period *out)
{
    int64_t year = 0;
    int64_t month = 0;
    struct analysis_period made = {0, 0, 0};
    bool is_month = name.len == 7 && year_of(name, &year) && name.at[5] >= '0' &&
                    name.at[5] <= '1' && text_to_int(text_slice(name, 5, 2), &month) &&
                    of_months(year, month, 1, &made) && until_today(today, &made);
    if (is_month) {
        *out = made;
    }
    return is_month;
}

bool analysis_quarter_parse(struct text name, civil_date today, struct analysis_period *out)
{
    int64_t year = 0;
    struct analysis_period made = {0, 0, 0};
    bool is_quarter = name.len == 7 && year_of(name, &year) && name.at[5] == 'Q' &&
                      name.at[6] >= '1' && name.at[6] <= '4' &&
                      of_months(year, 3 * (name.at[6] - '1') + 1, 3, &made) &&
                      until_today(today, &made);
    if (is_quarter) {
        *out = made;
    }
    return is_quarter;
}

struct analysis_period analysis_before(const struct analysis_period *period)
{
    struct civil_parts first = civil_date_parts(period->first);
    struct civil_parts last = civil_date_parts(period->last);
    int months = last.month - first.month + 1;
    int month = first.month - months;
    struct civil_parts from = {first.year - (month < 1), month < 1 ? month + 12 : month, 1};
    civil_date before = period->first - 1;
    return (struct analysis_period){civil_date_from_parts(from), before, before};
}

civil_date analysis_next_month_end(const struct analysis_period *period)
{
    return civil_date_months_after(period->last + 1, 1) - 1;
}

bool analysis_permille(int64_t part, int64_t whole, int64_t *out)
{
    if (whole <= 0) {
        return false;
    }
    *out = part * 1000 / whole;
    return true;
}

void analysis_write_head(struct json_writer *json, const struct view_run *run,
                         const struct analysis_period *period, struct text title)
{
    json_member_text(json, "title", title);
    json_member_date(json, "from_on", period->first);
    json_member_date(json, "until_on", period->end);
    json_member_bool(json, "over", period->last < run->today);
    json_member_int(json, "as_of_at", run->now);
}
