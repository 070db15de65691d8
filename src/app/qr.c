#include "app/qr.h"

#include <qrencode.h>

#include "base/arena.h"

#define QUIET 4

int qr_path(struct arena *arena, struct text content, struct buffer *out)
{
    QRcode *qr = QRcode_encodeString8bit(text_c_string(arena, content), 0, QR_ECLEVEL_M);
    if (qr == NULL) {
        return 0;
    }
    int width = qr->width;
    for (int y = 0; y < width; y++) {
        for (int x = 0; x < width; x++) {
            int run = 0;
            while (x + run < width && (qr->data[y * width + x + run] & 1) != 0) {
                run++;
            }
            if (run > 0) {
                buffer_addf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
                x += run;
            }
        }
    }
    QRcode_free(qr);
    return width + 2 * QUIET;
}
