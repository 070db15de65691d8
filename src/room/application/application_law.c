#include "room/application/application_law.h"

#include "pack/pack.h"

const char *application_law_of_limit(const struct application *application)
{
    return text_is(application->limit_basis, "statutory")  ? "decision_statutory"
           : text_is(application->limit_basis, "promised") ? "decision_promised"
                                                           : "decision_planning";
}

const char *application_law_of_turn(const struct application *application,
                                    enum application_state state)
{
    switch (state) {
    case APPLICATION_SUBMITTED:
    case APPLICATION_RECEIVED: return "received";
    case APPLICATION_SUPPLEMENT: return "supplement";
    case APPLICATION_SPECIAL: return "special";
    case APPLICATION_SUSPENDED: return "suspension";
    case APPLICATION_GRANTED:
    case APPLICATION_DELIVERED: return "delivery";
    default: return application_law_of_limit(application);
    }
}

struct application_article application_article(const struct city *city, const char *id,
                                               civil_date on, enum language language)
{
    struct application_article out = {TEXT_NONE, TEXT_NONE};
    const struct pack_record *law = pack_find(city_pack(city), PACK_CLOCK_LAWS, text_of(id), on);
    if (law == NULL) {
        return out;
    }
    bool in_english = language == LANGUAGE_EN && law->name_en.len > 0;
    out.name = in_english ? law->name_en : law->name;
    out.meaning =
        jvalue_text(jvalue_get(law->raw, in_english ? "meaning_en" : "meaning_zh"), TEXT_NONE);
    return out;
}
