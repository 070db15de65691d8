#include "base/civil_date.h"

#include <string.h>

#define DAYS_PER_ERA 146097 /* 400 Gregorian years */

civil_date civil_date_from_parts(struct civil_parts parts)
{
    int year = parts.year - (parts.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int month_from_march = (parts.month + 9) % 12;
    int day_of_year = (153 * month_from_march + 2) / 5 + parts.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - 719468;
}

struct civil_parts civil_date_parts(civil_date date)
{
    int shifted = date + 719468;
    int era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = shifted - era * DAYS_PER_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct civil_parts){
        .year = year_of_era + era * 400 + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

int civil_days_in_month(int year, int month)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static bool digits(const char *at, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return false;
        }
        value = value * 10 + (at[i] - '0');
    }
    *out = value;
    return true;
}

bool civil_date_parse(struct text text, civil_date *out)
{
    struct civil_parts parts;
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-' ||
        !digits(text.at, 4, &parts.year) || !digits(text.at + 5, 2, &parts.month) ||
        !digits(text.at + 8, 2, &parts.day)) {
        return false;
    }
    if (parts.year < 1 || parts.month < 1 || parts.month > 12 || parts.day < 1 ||
        parts.day > civil_days_in_month(parts.year, parts.month)) {
        return false;
    }
    *out = civil_date_from_parts(parts);
    return true;
}

static void put_digits(char *at, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        at[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

struct text civil_date_write(civil_date date, char out[CIVIL_DATE_TEXT_SIZE])
{
    if (date == CIVIL_DATE_NONE) {
        out[0] = '\0';
        return (struct text){out, 0};
    }
    struct civil_parts parts = civil_date_parts(date);
    put_digits(out, 4, parts.year);
    put_digits(out + 5, 2, parts.month);
    put_digits(out + 8, 2, parts.day);
    out[4] = out[7] = '-';
    out[10] = '\0';
    return (struct text){out, 10};
}

int civil_date_weekday(civil_date date)
{
    int from_monday = (date + 3) % 7; /* 1970-01-01 was a Thursday */
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

civil_date civil_date_of_instant(int64_t utc_ms, int utc_offset_minutes)
{
    const int64_t day = 86400000;
    int64_t local = utc_ms + (int64_t)utc_offset_minutes * 60000;
    int64_t days = local / day - (local % day < 0);
    return (civil_date)days;
}

static civil_date first_of_month(int64_t month)
{
    struct civil_parts parts = {(int)(month / 12), (int)(month % 12) + 1, 1};
    return civil_date_from_parts(parts);
}

civil_date civil_date_months_after(civil_date from, int64_t months)
{
    struct civil_parts parts = civil_date_parts(from);
    int64_t month = (int64_t)parts.year * 12 + parts.month - 1 + months;
    civil_date last = first_of_month(month + 1) - 1;
    civil_date same = first_of_month(month) + parts.day - 1;
    return same < last ? same : last;
}

int64_t civil_date_instant(civil_date date, int utc_offset_minutes)
{
    return (int64_t)date * 86400000 - (int64_t)utc_offset_minutes * 60000;
}
