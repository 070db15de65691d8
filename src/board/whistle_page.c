#include "board/whistle_page.h"

#include "app/access.h"
#include "board/history.h"
#include "room/whistle/whistle.h"

static bool answer_whistle(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct whistle whistle;
    struct sight sight = view_sight(run);
    if (!whistle_find(&sight, run->id, &whistle, fault)) {
        return false;
    }
    json_object(json);
    whistle_row_members(json, run, &whistle);
    json_name(json, "history");
    if (!history_write(run, json, whistle.project, whistle.id, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"whistle.show", "/whistles/{id}", NULL, ROLES_BUSINESS, VIEW_UNCACHED, "一次吹哨",
     "One whistle", answer_whistle},
};

const struct room whistle_page_room = {.name = "whistle_page", ROOM_VIEWS(views)};
