#include "app/city.h"
#include "board/standing.h"
#include "ground/project/project_store.h"
#include "pack/pack.h"

/* What can be known of a project by looking at one number: which grams its texts hold, which units
 * take part. A bit that is not set says no for sure. */

#define BITS 63 /* of a number that is never negative */

void standing_bits_add(struct standing_bits *bits, struct text text)
{
    for (size_t at = 0; at < text.len;) {
        struct search_gram gram;
        uint64_t hash = 1469598103934665603u; /* FNV-1a */
        at = search_gram(text, at, &gram);
        for (size_t i = 0; i < gram.len; i++) {
            hash = (hash ^ (unsigned char)gram.bytes[i]) * 1099511628211u;
        }
        unsigned bit = (unsigned)((hash >> 20) % (2 * BITS));
        if (gram.is_whole) { /* only these are looked for */
            *(bit < BITS ? &bits->low : &bits->high) |= (int64_t)1 << bit % BITS;
        }
    }
}

int64_t standing_unit_bit(const struct city *city, struct text unit)
{
    uint32_t place = 0;
    bool is_known = name_table_find(&city_pack(city)->lists[PACK_UNITS].by_id, unit, &place);
    return (int64_t)1 << (is_known ? place % (BITS - 1) : BITS - 1);
}
