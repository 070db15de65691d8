#include "paper/draw.h"

#include <cairo-pdf.h>

#include "base/arena.h"
#include "base/buffer.h"

/* Song type for texts, sans for titles: what official letters look like, as far as free fonts go.
 */
#define SERIF "Noto Serif CJK SC,Source Han Serif SC,Noto Sans CJK SC,serif"
#define SANS "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,sans"
#define BODY_SIZE 13.0

PangoLayout *pen_layout(const struct pen *pen, struct text text, const struct style *style,
                        double width)
{
    PangoLayout *layout = pango_layout_new(pen->context);
    PangoFontDescription *font = pango_font_description_from_string(style->is_sans ? SANS : SERIF);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    pango_font_description_set_weight(font,
                                      style->is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, style->align);
    pango_layout_set_indent(layout, (int)(style->indent * PANGO_SCALE));
    pango_layout_set_line_spacing(layout, (float)style->spacing);
    pango_layout_set_text(layout, text.at, (int)text.len);
    return layout;
}

double pen_room(const struct pen *pen)
{
    return PAGE_HEIGHT - PAGE_BOTTOM - pen->y;
}

int pen_lines(struct pen *pen, PangoLayout *layout, int from, struct pen_place place, double *used)
{
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    int line = 0;
    double height = 0;
    bool more = true;
    for (; more; more = pango_layout_iter_next_line(iter), line++) {
        PangoRectangle at;
        if (line < from) {
            continue;
        }
        pango_layout_iter_get_line_extents(iter, NULL, &at);
        double own = pango_units_to_double(at.height);
        if (height + own > place.room && height + own > 1) {
            break;
        }
        if (!pen->is_dry) {
            double base = pango_units_to_double(pango_layout_iter_get_baseline(iter) - at.y);
            cairo_move_to(pen->cairo, place.x + pango_units_to_double(at.x),
                          place.y + height + base);
            pango_cairo_show_layout_line(pen->cairo, pango_layout_iter_get_line_readonly(iter));
        }
        height += own;
    }
    pango_layout_iter_free(iter);
    *used = height;
    return line;
}

/* -- pages -- */

static void draw_small(struct pen *pen, struct text text, PangoAlignment align, double y)
{
    struct style style = {.size = 9, .spacing = 1, .align = align, .is_sans = true};
    struct pen_place place = {PAGE_SIDE, y, 14};
    double used = 0;
    PangoLayout *layout = pen_layout(pen, text, &style, PAGE_TEXT_WIDTH);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    cairo_set_source_rgb(pen->cairo, 0.35, 0.35, 0.35);
    (void)pen_lines(pen, layout, 0, place, &used);
    g_object_unref(layout);
}

static void draw_watermark(struct pen *pen)
{
    struct style style = {.size = 96, .spacing = 1, .is_sans = true, .align = PANGO_ALIGN_CENTER};
    struct pen_place place = {-PAGE_WIDTH / 2, -70, 200};
    double used = 0;
    PangoLayout *layout = pen_layout(pen, pen->paper->watermark, &style, PAGE_WIDTH);
    cairo_save(pen->cairo);
    cairo_translate(pen->cairo, PAGE_WIDTH / 2, PAGE_HEIGHT / 2);
    cairo_rotate(pen->cairo, -0.6);
    cairo_set_source_rgb(pen->cairo, 0.9, 0.9, 0.9);
    (void)pen_lines(pen, layout, 0, place, &used);
    cairo_restore(pen->cairo);
    g_object_unref(layout);
}

static void begin_page(struct pen *pen)
{
    char numbers[32];
    int len = snprintf(numbers, sizeof numbers, "%d / %d", pen->page, pen->pages);
    pen->y = PAGE_TOP;
    if (pen->is_dry) {
        return;
    }
    if (pen->paper->watermark.len > 0) {
        draw_watermark(pen);
    }
    draw_small(pen, pen->paper->header, PANGO_ALIGN_LEFT, 40);
    draw_small(pen, (struct text){numbers, (size_t)len}, PANGO_ALIGN_CENTER, PAGE_HEIGHT - 46);
}

void pen_new_page(struct pen *pen)
{
    if (!pen->is_dry) {
        cairo_show_page(pen->cairo);
    }
    pen->page++;
    begin_page(pen);
}

void pen_need(struct pen *pen, double height)
{
    if (pen_room(pen) < height && pen->y > PAGE_TOP) {
        pen_new_page(pen);
    }
}

void pen_flow(struct pen *pen, PangoLayout *layout, double x, double grey)
{
    int count = pango_layout_get_line_count(layout);
    int line = 0;
    while (line < count && pen->page <= PAPER_PAGES_MAX) {
        struct pen_place place = {x, pen->y, pen_room(pen)};
        double used = 0;
        if (!pen->is_dry) {
            cairo_set_source_rgb(pen->cairo, grey, grey, grey);
        }
        line = pen_lines(pen, layout, line, place, &used);
        pen->y += used;
        if (line < count) {
            pen_new_page(pen);
        }
    }
}

/* -- blocks -- */

struct look {
    struct style style;
    double before, after; /* blank space */
};

static const struct look looks[PAPER_KIND_COUNT] = {
    [PAPER_ISSUER] = {{.size = 22, .spacing = 1.2, .is_bold = true, .align = PANGO_ALIGN_CENTER},
                      4,
                      6},
    [PAPER_TITLE] = {{.size = 20,
                      .spacing = 1.2,
                      .is_bold = true,
                      .is_sans = true,
                      .align = PANGO_ALIGN_CENTER},
                     16,
                     6},
    [PAPER_NUMBER] = {{.size = BODY_SIZE, .spacing = 1.2, .align = PANGO_ALIGN_CENTER}, 0, 14},
    [PAPER_ADDRESSEE] = {{.size = BODY_SIZE, .spacing = 1.35, .is_bold = true}, 4, 4},
    [PAPER_TEXT] = {{.size = BODY_SIZE, .spacing = 1.35, .indent = 2 * BODY_SIZE}, 0, 5},
    [PAPER_HEADING] = {{.size = BODY_SIZE, .spacing = 1.3, .is_bold = true, .is_sans = true}, 8, 4},
    [PAPER_SMALL] = {{.size = 9.5, .spacing = 1.2, .grey = 0.3}, 3, 3},
    [PAPER_LIST] = {{.size = BODY_SIZE, .spacing = 1.3}, 0, 3},
    [PAPER_CLOSING] = {{.size = BODY_SIZE, .spacing = 1.35, .align = PANGO_ALIGN_RIGHT}, 18, 0},
};

static void draw_rule(struct pen *pen)
{
    if (!pen->is_dry) {
        cairo_set_source_rgb(pen->cairo, 0.72, 0.1, 0.1);
        cairo_rectangle(pen->cairo, PAGE_SIDE, pen->y, PAGE_TEXT_WIDTH, 1.6);
        cairo_fill(pen->cairo);
    }
    pen->y += 4;
}

static void draw_text(struct pen *pen, const struct paper_block *block)
{
    const struct look *look = &looks[block->kind];
    PangoLayout *layout = pen_layout(pen, block->text, &look->style, PAGE_TEXT_WIDTH);
    pen->y += pen->y > PAGE_TOP ? look->before : 0;
    if (block->kind != PAPER_TEXT && block->kind != PAPER_SMALL) {
        pen_need(pen, 60); /* a heading is never the last thing on a page */
    }
    pen_flow(pen, layout, PAGE_SIDE, look->style.grey);
    pen->y += look->after;
    g_object_unref(layout);
    if (block->kind == PAPER_ISSUER) {
        draw_rule(pen);
    }
}

static void draw_list(struct pen *pen, const struct paper_block *block)
{
    const struct look *look = &looks[PAPER_LIST];
    double indent = 2 * BODY_SIZE;
    for (uint32_t i = 0; i < block->row_count; i++) {
        char number[16];
        int len = snprintf(number, sizeof number, "%u.", i + 1);
        struct pen_place place = {PAGE_SIDE + 6, 0, 40};
        double used = 0;
        PangoLayout *layout =
            pen_layout(pen, block->rows[i].cells[0], &look->style, PAGE_TEXT_WIDTH - indent);
        PangoLayout *mark =
            pen_layout(pen, (struct text){number, (size_t)len}, &look->style, indent);
        pen_need(pen, 24);
        place.y = pen->y;
        if (!pen->is_dry) {
            cairo_set_source_rgb(pen->cairo, 0, 0, 0);
        }
        (void)pen_lines(pen, mark, 0, place, &used);
        pen_flow(pen, layout, PAGE_SIDE + indent, 0);
        pen->y += look->after;
        g_object_unref(mark);
        g_object_unref(layout);
    }
}

static void draw_closing(struct pen *pen, const struct paper_block *block)
{
    const struct look *look = &looks[PAPER_CLOSING];
    pen->y += look->before;
    pen_need(pen, 26.0 * block->row_count);
    for (uint32_t i = 0; i < block->row_count; i++) {
        PangoLayout *layout =
            pen_layout(pen, block->rows[i].cells[0], &look->style, PAGE_TEXT_WIDTH - 20);
        pen_flow(pen, layout, PAGE_SIDE, 0);
        g_object_unref(layout);
    }
}

static void draw_block(struct pen *pen, const struct paper_block *block)
{
    switch (block->kind) {
    case PAPER_LIST: draw_list(pen, block); break;
    case PAPER_CLOSING: draw_closing(pen, block); break;
    case PAPER_PAIRS:
    case PAPER_TABLE: pen_table(pen, block); break;
    case PAPER_QR: pen_qr(pen, block); break;
    default: draw_text(pen, block); break;
    }
}

static void draw_all(struct pen *pen)
{
    pen->page = 1;
    begin_page(pen);
    for (uint32_t i = 0; i < pen->paper->block_count && pen->page <= PAPER_PAGES_MAX; i++) {
        draw_block(pen, &pen->paper->blocks[i]);
    }
}

/* -- the whole -- */

static cairo_status_t take_bytes(void *context, const unsigned char *bytes, unsigned int len)
{
    buffer_add_bytes(context, bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

/* No hinting: what a screen would need must not move what is printed. */
static PangoContext *open_context(cairo_t *cairo)
{
    cairo_font_options_t *options = cairo_font_options_create();
    PangoContext *context = pango_cairo_create_context(cairo);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_language(context, pango_language_from_string("zh-CN"));
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

static void set_metadata(struct arena *arena, cairo_surface_t *surface, const struct paper *paper)
{
    struct text day = text_format(arena, "%.*sT00:00:00+08:00", TEXT_ARG(paper->created));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   text_c_string(arena, paper->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
                                   text_c_string(arena, paper->author));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT,
                                   text_c_string(arena, paper->subject));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.at);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Liandong");
}

static bool has_chinese(const struct pen *pen)
{
    struct style style = {.size = 12, .spacing = 1};
    PangoLayout *layout = pen_layout(pen, TEXT("联动福州市审批"), &style, 200);
    bool has = pango_layout_get_unknown_glyphs_count(layout) == 0;
    g_object_unref(layout);
    return has;
}

static bool draw_on(struct arena *arena, cairo_surface_t *surface, const struct paper *paper,
                    struct fault *fault)
{
    struct pen pen = {.paper = paper, .cairo = cairo_create(surface), .is_dry = true};
    pen.context = open_context(pen.cairo);
    bool fine =
        has_chinese(&pen) || fault_raise(fault, FAULT_PAPER_NO_FONT, TEXT_NONE, FAULT_NO_ARGS);
    if (fine) {
        set_metadata(arena, surface, paper);
        draw_all(&pen);
        fine = pen.page <= PAPER_PAGES_MAX || fault_raise(fault, FAULT_PAPER_FAILED, TEXT_NONE,
                                                          FAULT_ARGS(TEXT("too many pages")));
    }
    if (fine) {
        pen.pages = pen.page;
        pen.is_dry = false;
        draw_all(&pen);
    }
    g_object_unref(pen.context);
    cairo_destroy(pen.cairo);
    return fine;
}

bool paper_render(struct arena *arena, const struct paper *paper, struct text *out,
                  struct fault *fault)
{
    struct buffer bytes = buffer_open(arena, 128 << 10);
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take_bytes, &bytes, PAGE_WIDTH, PAGE_HEIGHT);
    bool fine = draw_on(arena, surface, paper, fault);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (fine && status != CAIRO_STATUS_SUCCESS) {
        fine = fault_raise(fault, FAULT_PAPER_FAILED, TEXT_NONE,
                           FAULT_ARGS(text_of(cairo_status_to_string(status))));
    }
    if (fine) {
        *out = buffer_text(&bytes);
    }
    return fine;
}
