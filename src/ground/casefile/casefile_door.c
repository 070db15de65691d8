#include "app/city.h"
#include "ground/casefile/casefile.h"

void casefile_write(struct json_writer *json, const struct view_run *run,
                    const struct casefile *casefile)
{
    enum language language = run->actor->language;
    json_member_int(json, "application_id", casefile->id);
    json_member_text(json, "application_number", casefile->number);
    json_member_text(json, "item_name",
                     language == LANGUAGE_ZH ? casefile->name
                                             : city_item_name(run->city, casefile->code, language));
    json_member_text(json, "org", casefile->org);
    json_member_text(json, "org_name", city_org_name(run->city, casefile->org, language));
    json_member_int(json, "project_id", casefile->project);
}

const struct room casefile_room = {.name = "casefile", ROOM_STATEMENTS(casefile)};
