#include "engine/match/crowd.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "engine/match/crowd_inside.h"

/* ---- opening ---- */

static void add_column(struct crowd *crowd, uint32_t index)
{
    const struct fact_field *field = fact_space_field(crowd->space, index);
    bool is_text = field->type == FACT_ENUM || field->type == FACT_TEXT;
    if (field->type == FACT_BOOL || field->type == FACT_SET) {
        return;
    }
    struct crowd_column *column = &crowd->columns[crowd->column_count++];
    *column = (struct crowd_column){.field = index, .slot = field->slot, .is_text = is_text};
    if (is_text) {
        column->token_room = 64;
        column->tokens = name_table_open(crowd->arena, 64);
        column->texts = arena_array(crowd->arena, struct text, column->token_room);
    }
}

struct crowd *crowd_open(struct arena *arena, const struct fact_space *space, uint32_t capacity)
{
    struct crowd *crowd = arena_new(arena, struct crowd);
    *crowd = (struct crowd){.arena = arena,
                            .space = space,
                            .capacity = capacity,
                            .blocks = capacity / CROWD_BLOCK + (capacity % CROWD_BLOCK > 0),
                            .field_count = fact_space_count(space),
                            .atom_count = fact_space_sizes(space).atoms};
    crowd->columns = arena_array(arena, struct crowd_column, (size_t)crowd->field_count + 1);
    for (uint32_t i = 0; i < crowd->field_count; i++) {
        add_column(crowd, i);
    }
    size_t width = (size_t)crowd->field_count + crowd->atom_count;
    size_t beyond = (size_t)crowd->blocks + 1; /* what is fetched ahead of the last block */
    crowd->sorted = arena_array(arena, struct crowd_column_block,
                                (size_t)crowd->blocks * crowd->column_count + 1);
    crowd->bits = arena_array(arena, crowd_row, beyond * width + 1);
    crowd->rounded =
        arena_room(arena, float, (size_t)crowd->blocks *CROWD_BLOCK * crowd->column_count + 1);
    for (size_t i = 0; i < (size_t)crowd->blocks * CROWD_BLOCK * crowd->column_count; i++) {
        crowd->rounded[i] = NAN;
    }
    crowd->unsorted = arena_array(arena, crowd_row, (size_t)crowd->blocks + 1);
    crowd->exact = arena_array(arena, crowd_row, beyond * crowd->column_count + 1);
    crowd->news = arena_array(arena, double, (size_t)crowd->column_count + 1);
    crowd->values = arena_room(arena, double, (size_t)capacity * crowd->column_count + 1);
    crowd->given = arena_room(arena, uint8_t, (size_t)capacity * width + 1);
    return crowd;
}

uint32_t crowd_count(const struct crowd *crowd)
{
    return crowd->count;
}

/* ---- one column of one block ---- */

/* The first place whose value is above. */
static uint32_t place_behind(const struct crowd_column_block *block, double value)
{
    const double *sorted = block->sorted;
    uint32_t base = 0;
    for (uint32_t left = block->known; left > 0;) {
        uint32_t half = left / 2;
        bool is_before = sorted[base + half] <= value;
        base = is_before ? base + half + 1 : base;
        left = is_before ? left - half - 1 : half;
    }
    return base;
}

static void take_out(struct crowd_column_block *block, uint8_t who)
{
    const uint8_t *found = memchr(block->order, who, block->known);
    if (found != NULL) {
        size_t at = (size_t)(found - block->order);
        size_t behind = --block->known - at;
        memmove(&block->sorted[at], &block->sorted[at + 1], behind * sizeof *block->sorted);
        memmove(&block->order[at], &block->order[at + 1], behind);
    }
}

static void put_in(struct crowd_column_block *block, double value, uint8_t who)
{
    uint32_t at = place_behind(block, value);
    uint32_t behind = block->known++ - at;
    memmove(&block->sorted[at + 1], &block->sorted[at], behind * sizeof *block->sorted);
    memmove(&block->order[at + 1], &block->order[at], behind);
    block->sorted[at] = value;
    block->order[at] = who;
}

/* One enterprise into the order of its block; of a column where it lies right already nothing
 * moves. */
static void settle(struct crowd *crowd, uint32_t enterprise)
{
    const double *values = &crowd->values[(size_t)enterprise * crowd->column_count];
    uint8_t who = (uint8_t)(enterprise % CROWD_BLOCK);
    for (uint32_t i = 0; i < crowd->column_count; i++) {
        struct crowd_column_block *sorted =
            &crowd->sorted[enterprise / CROWD_BLOCK * (size_t)crowd->column_count + i];
        take_out(sorted, who);
        if (!isnan(values[i])) {
            put_in(sorted, values[i], who);
        }
    }
}

const struct crowd_column_block *crowd_sorted(struct crowd *crowd, uint32_t block)
{
    uint64_t *words = (uint64_t *)&crowd->unsorted[block];
    for (uint32_t word = 0; word < CROWD_WORDS; word++) {
        for (; words[word] != 0; words[word] &= words[word] - 1) {
            settle(crowd, block * CROWD_BLOCK + word * 64 + (uint32_t)__builtin_ctzll(words[word]));
        }
    }
    return &crowd->sorted[(size_t)block * crowd->column_count];
}

/* ---- facts of one enterprise ---- */

static double token_of(struct crowd *crowd, struct crowd_column *column, struct text text)
{
    uint32_t token = 0;
    if (name_table_find(&column->tokens, text, &token)) {
        return token;
    }
    if (column->token_count == column->token_room) {
        column->texts =
            arena_grown(crowd->arena, column->texts, &column->token_room, sizeof *column->texts);
    }
    token = column->token_count++;
    column->texts[token] = text_copy(crowd->arena, text);
    ensure(name_table_put(&column->tokens, column->texts[token], token));
    return token;
}

static void set_bit(uint64_t *row, uint32_t place, bool is_set)
{
    uint64_t *word = &row[place / 64];
    *word = (*word & ~(1ull << place % 64)) | (uint64_t)is_set << place % 64;
}

static void round_value(struct crowd *crowd, uint32_t enterprise, uint32_t column)
{
    double value = crowd->values[(size_t)enterprise * crowd->column_count + column];
    size_t block = enterprise / CROWD_BLOCK;
    float rounded = (float)value;
    crowd->rounded[(size_t)column * crowd->blocks * CROWD_BLOCK + enterprise] = rounded;
    set_bit((uint64_t *)&crowd->exact[block * crowd->column_count + column],
            enterprise % CROWD_BLOCK, (double)rounded == value);
}

static void find_news(struct crowd *crowd, const struct facts *facts)
{
    for (uint32_t i = 0; i < crowd->column_count; i++) {
        struct crowd_column *column = &crowd->columns[i];
        crowd->news[i] = NAN;
        if (facts->given[column->field]) {
            crowd->news[i] = column->is_text ? token_of(crowd, column, facts->texts[column->slot])
                                             : facts->numbers[column->slot];
        }
    }
}

static void set_columns(struct crowd *crowd, uint32_t enterprise)
{
    double *values = &crowd->values[(size_t)enterprise * crowd->column_count];
    for (uint32_t i = 0; i < crowd->column_count; i++) {
        double value = crowd->news[i];
        if (value != values[i] && !(isnan(value) && isnan(values[i]))) {
            values[i] = value;
            round_value(crowd, enterprise, i);
        }
    }
}

static void set_bits(struct crowd *crowd, uint32_t enterprise, const struct facts *facts)
{
    size_t width = (size_t)crowd->field_count + crowd->atom_count;
    uint8_t *given = &crowd->given[enterprise * width];
    uint64_t *bits = (uint64_t *)&crowd->bits[enterprise / CROWD_BLOCK * width];
    uint32_t place = enterprise % CROWD_BLOCK;
    memcpy(given, facts->given, crowd->field_count);
    memcpy(given + crowd->field_count, facts->atoms, crowd->atom_count);
    for (size_t i = 0; i < width; i++) {
        set_bit(&bits[i * CROWD_WORDS], place, given[i] == (i < crowd->field_count ? 1 : RULE_YES));
    }
}

void crowd_set(struct crowd *crowd, uint32_t enterprise, const struct facts *facts)
{
    ensure(facts->space == crowd->space && enterprise <= crowd->count &&
           enterprise < crowd->capacity);
    bool is_new = enterprise == crowd->count;
    if (is_new) {
        crowd->count++;
        for (uint32_t i = 0; i < crowd->column_count; i++) {
            crowd->values[(size_t)enterprise * crowd->column_count + i] = NAN;
        }
    }
    find_news(crowd, facts);
    set_columns(crowd, enterprise);
    set_bits(crowd, enterprise, facts);
    if (is_new) {
        settle(crowd, enterprise);
    } else {
        set_bit((uint64_t *)&crowd->unsorted[enterprise / CROWD_BLOCK], enterprise % CROWD_BLOCK,
                true);
    }
}
