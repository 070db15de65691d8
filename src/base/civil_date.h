#ifndef LIANDONG_BASE_CIVIL_DATE_H
#define LIANDONG_BASE_CIVIL_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/text.h"

/* A day of the proleptic Gregorian calendar, counted from 1970-01-01 = 0. It has no time zone: it
 * is the city's day. Valid days run from 0001-01-01 to 9999-12-31. */
typedef int32_t civil_date;

#define CIVIL_DATE_NONE INT32_MIN /* "no day known" */
#define CIVIL_DATE_TEXT_SIZE 11   /* "2026-03-02" and a NUL */

struct civil_parts {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

/* Both after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". The parts must be a
 * real day. */
civil_date civil_date_from_parts(struct civil_parts parts);
struct civil_parts civil_date_parts(civil_date date);

/* Exactly YYYY-MM-DD and a day that exists, else false and `*out` untouched. */
MUST_USE bool civil_date_parse(struct text text, civil_date *out);
/* Writes YYYY-MM-DD and a NUL; CIVIL_DATE_NONE gives "". Returns the text in `out`. */
struct text civil_date_write(civil_date date, char out[CIVIL_DATE_TEXT_SIZE]);

int civil_date_weekday(civil_date date); /* 1 = Monday .. 7 = Sunday */
int civil_days_in_month(int year, int month);

/* `months` later, the same day of the month or its last. */
civil_date civil_date_months_after(civil_date from, int64_t months);

/* The city's day at an instant: UTC milliseconds and the city's offset in minutes (China: 480). */
civil_date civil_date_of_instant(int64_t utc_ms, int utc_offset_minutes);
/* When that day begins there: UTC milliseconds. */
int64_t civil_date_instant(civil_date date, int utc_offset_minutes);

#endif
