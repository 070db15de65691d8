#ifndef LIANDONG_BOARD_PUBLIC_WORDS_H
#define LIANDONG_BOARD_PUBLIC_WORDS_H

#include "base/json_read.h"
#include "board/public_page.h"
#include "pack/pack.h"

/* What the public pages of the city's data have in common: rows, lists, conditions in words, the
 * form that looks for a word. What nobody has said is told as unknown, never left out. */
struct text public_unknown(const struct public_view *view);
void public_heading(const struct public_view *view, const char *zh, const char *en);
/* A row of a <dl>; "" is unknown. */
void public_row(const struct public_view *view, const char *zh, const char *en, struct text value);
void public_list(const struct public_view *view, const struct jvalue *texts);
/* Texts one behind the other; "" of none. */
struct text public_joined(const struct public_view *view, const struct jvalue *texts);
struct text public_number(struct arena *arena, const struct jvalue *number);
/* "?lang=en" or "". */
struct text public_lang(const struct public_view *view);
/* The name in the reader's language, as far as the record has one. */
struct text public_name(const struct public_view *view, const struct pack_record *record);
/* A text of the record: `en` if the reader reads English and it is there, else `zh`. */
struct text public_text(const struct public_view *view, const struct pack_record *record,
                        const char *zh, const char *en);

/* A condition as a list inside an open <ul>; `space`: whose fields it reads. */
void public_condition(const struct public_view *view, enum pack_space space,
                      const struct jvalue *condition);

bool public_has_word(struct text text, struct text word);
/* The form with the field `q`, and what stands in it. */
struct text public_find_form(const struct public_view *view, const char *path, const char *zh,
                             const char *en);
void public_nothing_found(const struct public_view *view);
/* Says that there is none, and makes the page a 404. */
void public_not_there(struct public_view *view);
/* Where a record is from and how sure it is. */
void public_origin_rows(const struct public_view *view, const struct pack_record *record);

#endif
