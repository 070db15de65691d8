#include "base/icalendar.h"

#include <stdio.h>

#define FOLD_AT 75

/* -- lines -- */

/* How many bytes the character at `at` has; the text is UTF-8. */
static size_t character(struct text line, size_t at)
{
    size_t end = at + 1;
    while (end < line.len && ((unsigned char)line.at[end] & 0xc0) == 0x80) {
        end++;
    }
    return end - at;
}

static void add_line(struct buffer *out, struct text line)
{
    size_t used = 0;
    for (size_t at = 0; at < line.len;) {
        size_t own = character(line, at);
        if (used + own > FOLD_AT) {
            buffer_add(out, TEXT("\r\n "));
            used = 1;
        }
        buffer_add(out, text_slice(line, at, own));
        used += own;
        at += own;
    }
    buffer_add(out, TEXT("\r\n"));
}

/* The value of a TEXT property: what means something there is escaped, line ends are \n. */
static void add_escaped(struct buffer *line, struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];
        if (c == '\\' || c == ';' || c == ',') {
            buffer_add_char(line, '\\');
            buffer_add_char(line, c);
        } else if (c == '\n') {
            buffer_add(line, TEXT("\\n"));
        } else if ((unsigned char)c >= 0x20 && c != 0x7f) {
            buffer_add_char(line, c);
        }
    }
}

static void add_text(struct buffer *out, const char *name, struct text value)
{
    struct buffer line = buffer_open(out->arena, value.len + 64);
    if (value.len == 0) {
        return;
    }
    buffer_addf(&line, "%s:", name);
    add_escaped(&line, value);
    add_line(out, buffer_text(&line));
}

static void add_plain(struct buffer *out, const char *name, struct text value)
{
    struct buffer line = buffer_open(out->arena, value.len + 64);
    buffer_addf(&line, "%s:%.*s", name, TEXT_ARG(value));
    add_line(out, buffer_text(&line));
}

/* A quoted parameter holds no quote, no control and no line end (RFC 5545, 3.2). */
static void add_person(struct buffer *out, const char *name, struct text person)
{
    struct buffer line = buffer_open(out->arena, person.len + 96);
    buffer_addf(&line, "%s;CN=\"", name);
    for (size_t i = 0; i < person.len; i++) {
        unsigned char c = (unsigned char)person.at[i];
        if (c >= 0x20 && c != 0x7f && c != '"') {
            buffer_add_char(&line, person.at[i]);
        }
    }
    buffer_add(&line, TEXT("\":invalid:nomail"));
    add_line(out, buffer_text(&line));
}

/* -- times -- */

int64_t icalendar_instant(civil_date day, struct text clock, int offset_minutes)
{
    struct text rest = clock;
    int64_t hours = 0, minutes = 0;
    ensure(text_to_int(text_cut(&rest, ':'), &hours) && text_to_int(rest, &minutes));
    return ((int64_t)day * 1440 + hours * 60 + minutes - offset_minutes) * 60000;
}

static void add_instant(struct buffer *out, const char *name, int64_t utc_ms)
{
    char day[CIVIL_DATE_TEXT_SIZE], value[80];
    int64_t seconds = utc_ms / 1000 % 86400;
    struct text date = civil_date_write(civil_date_of_instant(utc_ms, 0), day);
    int len =
        snprintf(value, sizeof value, "%.4s%.2s%.2sT%02d%02d%02dZ", date.at, date.at + 5,
                 date.at + 8, (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    add_plain(out, name, (struct text){value, (size_t)len});
}

static void add_day(struct buffer *out, const char *name, civil_date on)
{
    char day[CIVIL_DATE_TEXT_SIZE], value[40];
    struct text date = civil_date_write(on, day);
    int len = snprintf(value, sizeof value, "%.4s%.2s%.2s", date.at, date.at + 5, date.at + 8);
    add_plain(out, name, (struct text){value, (size_t)len});
}

/* -- parts -- */

void icalendar_open(struct buffer *out, const struct icalendar_head *head)
{
    add_plain(out, "BEGIN", TEXT("VCALENDAR"));
    add_plain(out, "VERSION", TEXT("2.0"));
    add_plain(out, "PRODID", TEXT("-//Liandong//Liandong//ZH"));
    add_plain(out, "CALSCALE", TEXT("GREGORIAN"));
    if (head->method.len > 0) {
        add_plain(out, "METHOD", head->method);
    }
    add_text(out, "X-WR-CALNAME", head->name);
}

void icalendar_event(struct buffer *out, const struct icalendar_event *event)
{
    char sequence[24];
    int len = snprintf(sequence, sizeof sequence, "%lld", (long long)event->sequence);
    add_plain(out, "BEGIN", TEXT("VEVENT"));
    add_plain(out, "UID", event->uid);
    add_instant(out, "DTSTAMP", event->stamp);
    add_plain(out, "SEQUENCE", (struct text){sequence, (size_t)len});
    if (event->starts == 0 && event->ends == 0) {
        add_day(out, "DTSTART;VALUE=DATE", event->day);
        add_day(out, "DTEND;VALUE=DATE", event->day + 1);
        add_plain(out, "TRANSP", TEXT("TRANSPARENT"));
    } else {
        add_instant(out, "DTSTART", event->starts);
        add_instant(out, "DTEND", event->ends);
    }
    add_text(out, "SUMMARY", event->summary);
    add_text(out, "LOCATION", event->place);
    add_text(out, "DESCRIPTION", event->description);
    if (event->address.len > 0) {
        add_plain(out, "URL", event->address);
    }
    add_plain(out, "STATUS", event->is_cancelled ? TEXT("CANCELLED") : TEXT("CONFIRMED"));
    if (event->organizer.len > 0) {
        add_person(out, "ORGANIZER", event->organizer);
    }
}

void icalendar_attendee(struct buffer *out, struct text name)
{
    add_person(out, "ATTENDEE;CUTYPE=GROUP;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION", name);
}

void icalendar_event_end(struct buffer *out)
{
    add_plain(out, "END", TEXT("VEVENT"));
}

void icalendar_close(struct buffer *out)
{
    add_plain(out, "END", TEXT("VCALENDAR"));
}
