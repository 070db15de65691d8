#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "pack/delegation.h"
#include "room/application/application_level.h"

/* A look into a neighbour's table: what is known of the case's project. */
const struct statement application_level_facts = {
    "application_level_facts",
    "select f.name, f.value from planning_fact f join application a on a.project=f.project"
    " where a.id=$1 order by f.name limit 1000"};

/* Another: to which unit of a district an item is delegated on a day. */
const struct statement application_level_unit = {
    "application_level_unit",
    "select v.org from devolution v where v.item=$1 and v.district=$2 and v.from_on<=$3 and"
    " (v.until_on is null or v.until_on>$3) order by v.id desc limit 1"};

bool application_unit_of(struct command_run *run, const struct application_place *place,
                         struct text *out, struct fault *fault)
{
    struct store_rows rows;
    struct text own = jvalue_text(jvalue_get(place->item->raw, "org"), TEXT_NONE);
    struct pack_delegation listed;
    if (pack_delegation_on(city_pack(run->city), place->item->id, place->district, place->on,
                           &listed)) {
        own = listed.org;
    }
    if (!store_query(
            run->store, &application_level_unit,
            CELLS(cell_text(place->item->id), cell_text(place->district), cell_date(place->on)),
            &rows, fault)) {
        return false;
    }
    *out = store_next(&rows) ? store_text(run->arena, &rows, 0) : own;
    return store_done(&rows, fault);
}

bool application_level_facts_of(struct command_run *run, struct facts **out, struct fault *fault)
{
    struct store_rows rows;
    const struct jvalue *given = NULL;
    struct buffer buffer = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    *out = facts_new(run->arena, city_pack(run->city)->spaces[PACK_SPACE_FACTS]);
    if (!store_query(run->store, &application_level_facts, CELLS(cell_int(run->id)), &rows,
                     fault)) {
        return false;
    }
    json_object(&json);
    while (store_next(&rows)) {
        json_name_text(&json, store_text(run->arena, &rows, 0));
        json_raw(&json, store_text(run->arena, &rows, 1));
    }
    json_end(&json);
    return store_done(&rows, fault) && json_read(run->arena, buffer_text(&buffer), &given, fault) &&
           facts_read(*out, given, NULL, fault);
}
