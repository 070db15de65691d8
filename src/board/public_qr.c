#include "app/qr.h"
#include "base/arena.h"
#include "board/public_page.h"

void public_qr(const struct public_view *view, struct text content, struct text label)
{
    struct buffer path = buffer_open(view->run->arena, 4096);
    int width = qr_path(view->run->arena, content, &path);
    struct buffer *out = view->out;
    if (width == 0) {
        return; /* too long: the page is complete without it */
    }
    buffer_addf(out, "<svg class=\"qr%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
                width > 68 ? " wide" : "", width, width);
    html_text(out, label);
    html_raw(out, "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h");
    buffer_addf(out, "%dv%dH0z\"/><path d=\"", width, width);
    buffer_add(out, buffer_text(&path));
    html_raw(out, "\"/></svg>\n");
}
