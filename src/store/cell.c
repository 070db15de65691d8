#include "store/store.h"

struct cell cell_null(void)
{
    return (struct cell){CELL_NULL, 0, TEXT_NONE};
}

struct cell cell_int(int64_t value)
{
    return (struct cell){CELL_INT, value, TEXT_NONE};
}

struct cell cell_bool(bool value)
{
    return cell_int(value ? 1 : 0);
}

struct cell cell_id_or_null(int64_t id)
{
    return id == 0 ? cell_null() : cell_int(id);
}

struct cell cell_text(struct text value)
{
    return (struct cell){CELL_TEXT, 0, value};
}

struct cell cell_text_or_null(struct text value)
{
    return text_is_empty(value) ? cell_null() : cell_text(value);
}

struct cell cell_date(civil_date value)
{
    return value == CIVIL_DATE_NONE ? cell_null() : (struct cell){CELL_DATE, value, TEXT_NONE};
}

struct cell cell_bytes(struct text value)
{
    return (struct cell){CELL_BYTES, 0, value};
}
