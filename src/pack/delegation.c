#include "pack/delegation.h"

static struct text member(const struct jvalue *raw, const char *name)
{
    return jvalue_text(jvalue_get(raw, name), TEXT_NONE);
}

struct pack_delegation pack_delegation_read(const struct pack_record *record)
{
    return (struct pack_delegation){
        .record = record,
        .item = member(record->raw, "item"),
        .from_org = member(record->raw, "from_org"),
        .district = member(record->raw, "district"),
        .org = member(record->raw, "org"),
        .basis = member(record->raw, "basis"),
        .source = member(record->raw, "source"),
        .confidence = member(record->raw, "confidence"),
    };
}

bool pack_delegation_on(const struct pack *pack, struct text item, struct text district,
                        civil_date day, struct pack_delegation *out)
{
    const struct pack_records *records = &pack->lists[PACK_ITEM_DELEGATIONS];
    for (uint32_t i = 0; i < records->count; i++) {
        *out = pack_delegation_read(&records->items[i]);
        if (pack_in_force(out->record, day) && text_equal(out->item, item) &&
            text_equal(out->district, district)) {
            return true;
        }
    }
    return false;
}

struct text pack_delegations_note(const struct pack *pack, bool is_zh)
{
    const struct jvalue *file = pack->files[PACK_FILE_CASEWORK];
    return file == NULL
               ? TEXT_NONE
               : member(file, is_zh ? "item_delegations_note" : "item_delegations_note_en");
}
