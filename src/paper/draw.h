#ifndef LIANDONG_PAPER_DRAW_H
#define LIANDONG_PAPER_DRAW_H

#include <pango/pangocairo.h>

#include "paper/paper.h"

/* Between the files of this floor. A document is laid out twice: dry, to count the pages, and
 * drawn, since each page says how many there are. Lengths are points (1/72 inch), y grows
 * downwards. */

#define PAGE_WIDTH 595.28 /* A4, 210 x 297 mm */
#define PAGE_HEIGHT 841.89
#define PAGE_SIDE 70.0
#define PAGE_TOP 74.0
#define PAGE_BOTTOM 72.0
#define PAGE_TEXT_WIDTH (PAGE_WIDTH - 2 * PAGE_SIDE)

struct pen {
    const struct paper *paper;
    cairo_t *cairo;
    PangoContext *context;
    double y;
    int page;  /* from 1 */
    int pages; /* of the whole; 0 while dry */
    bool is_dry;
};

struct style {
    double size;
    double spacing; /* of lines, 1.0: the font's own */
    double indent;  /* of the first line */
    double grey;    /* 0 black */
    bool is_bold;
    bool is_sans;
    PangoAlignment align;
};

/* The caller unrefs it. */
PangoLayout *pen_layout(const struct pen *pen, struct text text, const struct style *style,
                        double width);
double pen_room(const struct pen *pen); /* left on this page */
void pen_new_page(struct pen *pen);
/* A new page unless so much is left. */
void pen_need(struct pen *pen, double height);

/* Lines of a layout one after the other, where they stand, over as many pages as it takes. */
void pen_flow(struct pen *pen, PangoLayout *layout, double x, double grey);

/* Draws lines of `layout` from the line number `from` on, at x, y, within `room`. Returns the
 * number of the first line that did not fit; `used` is the height of those that did. */
struct pen_place {
    double x, y, room;
};
int pen_lines(struct pen *pen, PangoLayout *layout, int from, struct pen_place place, double *used);

/* draw_table.c: pairs and tables, drawn row by row. */
void pen_table(struct pen *pen, const struct paper_block *block);
/* draw_qr.c */
void pen_qr(struct pen *pen, const struct paper_block *block);

#endif
