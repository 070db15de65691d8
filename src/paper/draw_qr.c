#include <qrencode.h>

#include "base/arena.h"
#include "paper/draw.h"

#define QR_SIDE 86.0 /* 30 mm: read by a phone from arm's length */

static void draw_modules(struct pen *pen, const QRcode *qr)
{
    double module = QR_SIDE / (qr->width + 8); /* four modules of quiet zone on each side */
    for (int y = 0; y < qr->width; y++) {
        for (int x = 0; x < qr->width; x++) {
            if ((qr->data[y * qr->width + x] & 1) != 0) {
                cairo_rectangle(pen->cairo, PAGE_SIDE + (x + 4) * module, pen->y + (y + 4) * module,
                                module, module);
            }
        }
    }
    cairo_set_source_rgb(pen->cairo, 0, 0, 0);
    cairo_fill(pen->cairo);
}

void pen_qr(struct pen *pen, const struct paper_block *block)
{
    static const struct style style = {.size = 9.5, .spacing = 1.25};
    double beside = PAGE_SIDE + QR_SIDE + 12;
    QRcode *qr = QRcode_encodeData((int)block->data.len, (const unsigned char *)block->data.at, 0,
                                   QR_ECLEVEL_M);
    PangoLayout *layout = pen_layout(pen, block->text, &style, PAGE_WIDTH - PAGE_SIDE - beside);
    struct pen_place place = {beside, 0, QR_SIDE};
    double used = 0;
    pen->y += 10;
    pen_need(pen, QR_SIDE);
    place.y = pen->y + 6;
    if (qr != NULL && !pen->is_dry) {
        draw_modules(pen, qr);
    }
    if (!pen->is_dry) {
        cairo_set_source_rgb(pen->cairo, 0.2, 0.2, 0.2);
    }
    (void)pen_lines(pen, layout, 0, place, &used);
    pen->y += QR_SIDE;
    g_object_unref(layout);
    if (qr != NULL) {
        QRcode_free(qr);
    }
}
