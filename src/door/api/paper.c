#include "app/city.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* An answer as a paper: the view itself is asked, so that rights and words are the page's, its
 * answer composed into a document and printed. In the slow thread, since that takes some 100 ms. */

struct printing {
    struct call *call;
    struct route_match match;
    const struct view_paper *paper;
    struct text query; /* without as */
};

/* False: it does not say as=pdf. */
static bool read_query(struct arena *arena, struct text query, struct text *out)
{
    struct buffer rest = buffer_open(arena, query.len + 1);
    bool wanted = false;
    while (query.len > 0) {
        struct text pair = text_cut(&query, '&');
        if (text_is(pair, "as=pdf")) {
            wanted = true;
        } else {
            buffer_add(&rest, rest.len > 0 ? TEXT("&") : TEXT_NONE);
            buffer_add(&rest, pair);
        }
    }
    *out = buffer_text(&rest);
    return wanted;
}

static struct text file_name(const struct printing *printing, const struct jvalue *answer)
{
    char iso[CIVIL_DATE_TEXT_SIZE];
    const struct call *call = printing->call;
    struct text title = jvalue_text(jvalue_get(answer, "title"), TEXT_NONE);
    bool is_zh = call->session.actor.language == LANGUAGE_ZH;
    return text_format(call->arena, "%s%s%.*s %s.pdf",
                       is_zh ? printing->paper->zh : printing->paper->en, title.len > 0 ? " " : "",
                       TEXT_ARG(title), civil_date_write(call->today, iso).at);
}

static bool draw(const struct printing *printing, const struct jvalue *answer, struct text *out,
                 struct fault *fault)
{
    struct call *call = printing->call;
    const struct api_options *options = &call->api->options;
    const struct city *city = city_hold(options->city);
    const struct paper_desk desk = {call->arena, city, call->session.actor.language, call->today};
    struct buffer buffer = buffer_open(call->arena, 64 << 10);
    struct json_writer json = json_writer_open(&buffer);
    printing->paper->compose(&desk, answer, &json);
    city_give(city);
    return options->print(options->printer, call->arena, buffer_text(&buffer), out, fault);
}

static void print_answer(void *context)
{
    struct printing *printing = context;
    struct call *call = printing->call;
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *answer = NULL;
    const struct asking asking = {call->arena, &printing->match, printing->query};
    struct page page = {.status = 200, .content_type = "application/pdf"};
    if (!call_ask(call, &asking, &answer, &fault) || !draw(printing, answer, &page.body, &fault)) {
        call_fault(call, &fault);
        return;
    }
    page.attachment_name = file_name(printing, answer);
    audit_later(call->api, call->session.actor.account, TEXT("exported"), call->request->target,
                call->request->peer);
    call_page(call, &page);
}

bool call_paper(struct call *call, const struct route_match *match)
{
    const struct house *house = register_house(call->api->options.registry);
    const struct view_paper *paper = register_paper(house, match->view->name);
    struct printing *printing = arena_new(call->arena, struct printing);
    struct fault fault = {.code = FAULT_NONE};
    *printing = (struct printing){.call = call, .match = *match, .paper = paper};
    if (paper == NULL || !read_query(call->arena, call->request->query, &printing->query)) {
        return false;
    }
    bool ready = call_may_export(call, match->view, &fault);
    if (ready && !slow_do(call->api->slow, print_answer, printing)) {
        ready = fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!ready) {
        call_fault(call, &fault);
    }
    return true;
}
