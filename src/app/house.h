#ifndef LIANDONG_APP_HOUSE_H
#define LIANDONG_APP_HOUSE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/civil_date.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "sheet/sheet.h"

/* The register of the house: its rooms, and which of their answers go out as spreadsheets and
 * papers. */
struct arena;
struct city;
struct room;

/* What a list looks like as a spreadsheet: GET its path with as=xlsx or as=csv gives all its pages
 * in one, with the same rights and filters. */
struct view_sheet {
    const char *view; /* name of the view_kind */
    const char *rows; /* the member that holds the rows: "items" */
    struct sheet_table table;
    /* The view whose sheet comes behind it in the same .xlsx, asked with the same path; NULL: none.
     * It too has a line in the table of sheets. */
    const char *annex;
    /* Another list of the same answer, on a sheet between both; NULL: none. */
    const struct view_sheet *beside;
};

/* What an answer looks like outside the pages: GET its path with as=pdf gives a PDF, with as=ics an
 * entry for a calendar, with the same rights and for the same reader. `compose` writes it out of
 * the answer alone (for a PDF: the document of src/paper/paper.h), so that nothing can stand on a
 * paper that its reader may not see on the page. */
enum paper_form { PAPER_IS_PDF, PAPER_IS_ICS };
struct paper_desk {
    struct arena *arena;
    const struct city *city;
    enum language language;
    civil_date today;
    int64_t now; /* UTC ms */
};
struct view_paper {
    const char *view;    /* name of the view_kind */
    const char *zh, *en; /* of the file; the answer's `title` and the day follow */
    void (*compose)(const struct paper_desk *desk, const struct jvalue *answer, struct buffer *out);
    enum paper_form form;
};

/* A project's whole file (项目卷宗): the views of a project that it is gathered from, asked as its
 * reader would; its register is composed of their answers alone. */
struct archive_part {
    const char *name; /* in the record */
    const char *path; /* behind /projects/{id} */
    bool is_paged;    /* a list with limit, after, items and next: all of its items */
};
struct archive_kind {
    const struct archive_part *parts; /* the first is the project; "files" and "acts" are paged */
    size_t part_count;
    /* A volume of the register, counted from 1, as a document of src/paper. True: another one
     * follows. */
    bool (*compose)(const struct paper_desk *desk, const struct jvalue *record, int volume,
                    struct buffer *out);
};

struct house {
    const struct room *const *rooms;
    size_t room_count;
    const struct view_sheet *sheets;
    size_t sheet_count;
    const struct view_paper *papers;
    size_t paper_count;
    const struct archive_kind *archive;
    /* The sheet of a view whose path names a table ("": of any); NULL: of another view, or there is
     * no such table. */
    const struct view_sheet *(*sheet_of)(const char *view, struct text table);
};

#endif
