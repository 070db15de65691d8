#include "app/city.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* An answer as a paper or an entry for a calendar: the view itself is asked, so that rights and
 * words are the page's, its answer composed into a document and printed. In the slow thread, since
 * that takes some 100 ms. */

struct printing {
    struct call *call;
    struct route_match match;
    const struct view_paper *paper;
    struct text query; /* without as */
};

static const struct form {
    const char *asked, *ending, *media;
} forms[] = {
    [PAPER_IS_PDF] = {"as=pdf", "pdf", "application/pdf"},
    [PAPER_IS_ICS] = {"as=ics", "ics", "text/calendar; charset=utf-8"},
};

/* False: it does not ask for this form. */
static bool read_query(struct arena *arena, struct text query, const char *asked, struct text *out)
{
    struct buffer rest = buffer_open(arena, query.len + 1);
    bool wanted = false;
    while (query.len > 0) {
        struct text pair = text_cut(&query, '&');
        if (text_is(pair, asked)) {
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
    return text_format(call->arena, "%s%s%.*s %s.%s",
                       is_zh ? printing->paper->zh : printing->paper->en, title.len > 0 ? " " : "",
                       TEXT_ARG(title), civil_date_write(call->today, iso).at,
                       forms[printing->paper->form].ending);
}

static bool draw(const struct printing *printing, const struct jvalue *answer, struct text *out,
                 struct fault *fault)
{
    struct call *call = printing->call;
    const struct api_options *options = &call->api->options;
    const struct city *city = city_hold(options->city);
    const struct paper_desk desk = {call->arena, city, call->session.actor.language, call->today,
                                    call->now};
    struct buffer buffer = buffer_open(call->arena, 64 << 10);
    printing->paper->compose(&desk, answer, &buffer);
    city_give(city);
    *out = buffer_text(&buffer);
    return printing->paper->form != PAPER_IS_PDF ||
           options->print(options->printer, call->arena, *out, out, fault);
}

static void print_answer(void *context)
{
    struct printing *printing = context;
    struct call *call = printing->call;
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *answer = NULL;
    const struct asking asking = {call->arena, &printing->match, printing->query};
    struct page page = {.status = 200, .content_type = forms[printing->paper->form].media};
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
    if (paper == NULL || !read_query(call->arena, call->request->query, forms[paper->form].asked,
                                     &printing->query)) {
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
