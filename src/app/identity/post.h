#ifndef LIANDONG_APP_IDENTITY_POST_H
#define LIANDONG_APP_IDENTITY_POST_H

#include "app/actor.h"
#include "base/json_write.h"
#include "store/store.h"

/* The posts (职务) of an account that have not ended. The table belongs to ground/account, which
 * grants and ends them; who signs in chooses one of them to act in. */
struct post {
    int64_t id;
    int64_t account;
    enum role role;
    struct text org;
    struct text district;
    int64_t project;
};
struct post_list {
    struct post items[32];
    size_t count;
};
MUST_USE bool posts_of(struct arena *arena, struct store *store, int64_t account,
                       struct post_list *out, struct fault *fault);

struct city;
/* {"id","role","role_name","org","org_name","district","district_name","project_id"} */
void post_write(struct json_writer *json, const struct city *city, const struct post *post,
                enum language language);

extern const struct statement post_list_of;

#endif
