#include "pack/checker.h"

/* What shapes can't say of guides.json: whose guide it is, and what a sample (示范文本) looks like.
 */

static void check_sample(struct checker *checker, struct spot spot, const struct jvalue *sample)
{
    spot.field = TEXT("samples");
    struct text material = jvalue_text(jvalue_get(sample, "material"), TEXT_NONE);
    struct text url = jvalue_text(jvalue_get(sample, "url"), TEXT_NONE);
    if (text_is_empty(material) || text_is_empty(url)) {
        check_add(checker, spot, TEXT("示范文本须有材料名称和地址"),
                  TEXT("a sample needs the name of its material and an address"));
    } else if (!text_starts_with(url, TEXT("https://")) && url.at[0] != '/') {
        check_add(checker, spot, TEXT("示范文本的地址须以 https:// 或 / 开头"),
                  TEXT("the address of a sample begins with https:// or /"));
    }
}

void check_guides(struct checker *checker)
{
    const struct jvalue *guides = check_array(checker, PACK_GUIDES);
    for (uint32_t i = 0; guides != NULL && i < guides->count; i++) {
        const struct jvalue *guide = &guides->items[i];
        const struct jvalue *samples = jvalue_get(guide, "samples");
        struct text code = check_id(PACK_GUIDES, guide);
        struct spot spot = {PACK_FILE_GUIDES, code, TEXT("item")};
        uint32_t index = 0;
        if (!text_is(code, "*") && check_array(checker, PACK_ITEMS) != NULL &&
            !name_table_find(&checker->ids[PACK_ITEMS], code, &index)) {
            check_add(checker, spot, TEXT("没有这个事项"), TEXT("there is no such item"));
        }
        for (uint32_t k = 0; samples != NULL && samples->kind == JVALUE_ARRAY && k < samples->count;
             k++) {
            check_sample(checker, spot, &samples->items[k]);
        }
    }
}
