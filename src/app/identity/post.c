#include "app/identity/post.h"

#include "app/city.h"

const struct statement post_list_of = {"post_list_of",
                                       "select id, account, role, org, district, project from "
                                       "account_post where account=$1 and ended=0 order by id"};

bool posts_of(struct arena *arena, struct store *store, int64_t account, struct post_list *out,
              struct fault *fault)
{
    out->count = 0;
    struct store_rows rows;
    if (!store_query(store, &post_list_of, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    while (out->count < COUNT_OF(out->items) && store_next(&rows)) {
        out->items[out->count++] = (struct post){
            .id = store_int(&rows, 0),
            .account = store_int(&rows, 1),
            .role = role_from_name(store_text(arena, &rows, 2)),
            .org = store_text(arena, &rows, 3),
            .district = store_text(arena, &rows, 4),
            .project = store_int(&rows, 5),
        };
    }
    return store_done(&rows, fault);
}

void post_write(struct json_writer *json, const struct city *city, const struct post *post,
                enum language language)
{
    struct text role = text_of(role_name(post->role));
    json_object(json);
    json_member_int(json, "id", post->id);
    json_member_text(json, "role", role);
    json_member_text(json, "role_name", city_role_name(city, role, language));
    json_member_text_or_null(json, "org", post->org);
    json_member_text_or_null(json, "org_name", city_org_name(city, post->org, language));
    json_member_text_or_null(json, "district", post->district);
    json_member_text_or_null(json, "district_name",
                             city_district_name(city, post->district, language));
    json_name(json, "project_id");
    if (post->project == 0) {
        json_null(json);
    } else {
        json_int(json, post->project);
    }
    json_end(json);
}
