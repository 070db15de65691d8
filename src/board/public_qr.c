#include <qrencode.h>

#include "base/arena.h"
#include "board/public_page.h"

void public_qr(const struct public_view *view, struct text content, struct text label)
{
    QRcode *qr = QRcode_encodeString8bit(text_c_string(view->run->arena, content), 0, QR_ECLEVEL_M);
    if (qr == NULL) {
        return; /* too long: the page is complete without it */
    }
    struct buffer *out = view->out;
    buffer_addf(out, "<svg class=\"qr%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                qr->width > 60 ? " wide" : "", qr->width + 8, qr->width + 8);
    html_text(out, label);
    html_raw(out, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h");
    buffer_addf(out, "%dv%dH0z\"/><path d=\"", qr->width + 8, qr->width + 8);
    for (int y = 0; y < qr->width; y++) {
        for (int x = 0; x < qr->width; x++) {
            int run = 0;
            while (x + run < qr->width && (qr->data[y * qr->width + x + run] & 1) != 0) {
                run++;
            }
            if (run > 0) {
                buffer_addf(out, "M%d %dh%dv1h-%dz", x + 4, y + 4, run, run);
                x += run;
            }
        }
    }
    html_raw(out, "\"/></svg>\n");
    QRcode_free(qr);
}
