#ifndef LIANDONG_APP_QR_H
#define LIANDONG_APP_QR_H

#include "base/buffer.h"

/* A QR code (ISO/IEC 18004) of a text as the data of an SVG path, one unit a module, with the quiet
 * zone of four modules around it: appended to `out`. Returns the width of the whole in modules; 0:
 * the text is too long for one, nothing was appended. */
struct arena;
int qr_path(struct arena *arena, struct text content, struct buffer *out);

#endif
