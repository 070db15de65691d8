#include "store/page.h"

void store_page_ids(struct cell cells[STORE_PAGE_CELLS], const int64_t *ids, size_t count)
{
    ensure(count <= STORE_PAGE);
    for (size_t i = 0; i < STORE_PAGE; i++) {
        cells[STORE_PAGE_FIRST + i] = cell_int(i < count ? ids[i] : 0);
    }
}

size_t store_page_place(const int64_t *ids, size_t count, int64_t id)
{
    size_t at = 0;
    while (at < count && ids[at] != id) {
        at++;
    }
    ensure(at < count);
    return at;
}
