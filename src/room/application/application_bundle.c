#include "room/application/application_bundle.h"

static const char *const codes[] = {"open", "granted", "partly", "ended"};

const char *application_bundle_state_code(enum application_bundle_state state)
{
    ensure(state < COUNT_OF(codes));
    return codes[state];
}

enum application_bundle_state application_bundle_state_of(const enum application_state *members,
                                                          size_t count)
{
    size_t open = 0, done = 0;
    for (size_t i = 0; i < count; i++) {
        open += application_state_is_open(members[i]);
        done += application_state_is_done(members[i]);
    }
    return open > 0        ? APPLICATION_BUNDLE_OPEN
           : done == 0     ? APPLICATION_BUNDLE_ENDED
           : done == count ? APPLICATION_BUNDLE_GRANTED
                           : APPLICATION_BUNDLE_PARTLY;
}
