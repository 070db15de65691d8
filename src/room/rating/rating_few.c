#include "room/rating/rating_views.h"

/* The smallest sum that is shown; NULL: none is. */
static struct rating_sum *smallest_shown(struct rating_sums *sums)
{
    struct rating_sum *found = NULL;
    for (size_t i = 0; i < sums->count; i++) {
        struct rating_sum *sum = &sums->items[i];
        if (!sum->is_hidden && sum->ratings > 0 &&
            (found == NULL || sum->ratings < found->ratings)) {
            found = sum;
        }
    }
    return found;
}

void rating_hide_few(struct rating_sums *sums, int64_t minimum)
{
    int64_t hidden = 0;
    for (size_t i = 0; i < sums->count; i++) {
        struct rating_sum *sum = &sums->items[i];
        sum->is_hidden = sum->ratings < minimum;
        hidden += sum->is_hidden ? sum->ratings : 0;
    }
    struct rating_sum *next = smallest_shown(sums);
    if (hidden > 0 && hidden < minimum && next != NULL) {
        next->is_hidden = true;
    }
}
