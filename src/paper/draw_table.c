#include "paper/draw.h"

/* Tables: each row is drawn as far as it fits, and the rest of its cells on the next page, so that
 * no row is too tall. */

#define CELL_PAD 5.0
#define CELL_SIZE 11.0

struct grid {
    uint32_t columns;
    double x[PAPER_COLUMNS_MAX + 1];
    bool is_pairs;
};

static const struct style cell_style = {.size = CELL_SIZE, .spacing = 1.2};
static const struct style name_style = {.size = CELL_SIZE, .spacing = 1.2, .is_sans = true};
static const struct style head_style = {
    .size = CELL_SIZE, .spacing = 1.2, .is_bold = true, .is_sans = true};

/* A column's share of the width: by its longest text, within bounds, so that numbers don't take the
 * space of names. */
static double weight_of(const struct paper_block *block, uint32_t column)
{
    size_t most = block->head == NULL ? 4 : text_length(block->head[column]);
    for (uint32_t i = 0; i < block->row_count; i++) {
        size_t own = text_length(block->rows[i].cells[column]);
        most = own > most ? own : most;
    }
    return (double)(most < 4 ? 4 : most > 24 ? 24 : most);
}

static struct grid grid_of(const struct paper_block *block)
{
    struct grid grid = {.columns = block->column_count, .is_pairs = block->kind == PAPER_PAIRS};
    double total = 0;
    double at = PAGE_SIDE;
    for (uint32_t i = 0; i < grid.columns; i++) {
        total += weight_of(block, i);
    }
    grid.x[0] = at;
    for (uint32_t i = 0; i < grid.columns; i++) {
        double share = grid.is_pairs ? (i == 0 ? 0.26 : 0.74) : weight_of(block, i) / total;
        at += share * PAGE_TEXT_WIDTH;
        grid.x[i + 1] = at;
    }
    return grid;
}

static void draw_borders(struct pen *pen, const struct grid *grid, double height)
{
    if (pen->is_dry) {
        return;
    }
    cairo_set_source_rgb(pen->cairo, 0.45, 0.45, 0.45);
    cairo_set_line_width(pen->cairo, 0.6);
    for (uint32_t i = 0; i < grid->columns; i++) {
        cairo_rectangle(pen->cairo, grid->x[i], pen->y, grid->x[i + 1] - grid->x[i], height);
        cairo_stroke(pen->cairo);
    }
}

/* Draws what fits of the row from the lines `from` on; true when all of it is drawn. */
static bool draw_part(struct pen *pen, const struct grid *grid, PangoLayout **cells, int *from)
{
    double tallest = 0;
    bool is_done = true;
    for (uint32_t i = 0; i < grid->columns; i++) {
        struct pen_place place = {grid->x[i] + CELL_PAD, pen->y + CELL_PAD - 1,
                                  pen_room(pen) - 2 * CELL_PAD};
        double used = 0;
        if (!pen->is_dry) {
            cairo_set_source_rgb(pen->cairo, 0, 0, 0);
        }
        from[i] = pen_lines(pen, cells[i], from[i], place, &used);
        is_done &= from[i] >= pango_layout_get_line_count(cells[i]);
        tallest = used > tallest ? used : tallest;
    }
    draw_borders(pen, grid, tallest + 2 * CELL_PAD);
    pen->y += tallest + 2 * CELL_PAD;
    return is_done;
}

static void draw_row(struct pen *pen, const struct grid *grid, const struct text *texts,
                     const struct style *style)
{
    PangoLayout *cells[PAPER_COLUMNS_MAX];
    int from[PAPER_COLUMNS_MAX] = {0};
    for (uint32_t i = 0; i < grid->columns; i++) {
        const struct style *own = grid->is_pairs && i == 0 ? &name_style : style;
        cells[i] = pen_layout(pen, texts[i], own, grid->x[i + 1] - grid->x[i] - 2 * CELL_PAD);
    }
    pen_need(pen, 2 * CELL_PAD + 2.5 * CELL_SIZE);
    while (!draw_part(pen, grid, cells, from) && pen->page <= PAPER_PAGES_MAX) {
        pen_new_page(pen);
    }
    for (uint32_t i = 0; i < grid->columns; i++) {
        g_object_unref(cells[i]);
    }
}

void pen_table(struct pen *pen, const struct paper_block *block)
{
    struct grid grid = grid_of(block);
    int page = 0;
    pen->y += 4;
    pen_need(pen, 60);
    for (uint32_t i = 0; i < block->row_count && pen->page <= PAPER_PAGES_MAX; i++) {
        pen_need(pen, 2 * CELL_PAD + 2.5 * CELL_SIZE);
        if (block->head != NULL && page != pen->page) {
            draw_row(pen, &grid, block->head, &head_style);
        }
        page = pen->page;
        draw_row(pen, &grid, block->rows[i].cells, &cell_style);
    }
    pen->y += 8;
}
