#include "board/public_page.h"

#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "board/public_guide.h"
#include "pack/pack.h"

#define PROGRESS "/progress"
#define RECEIPT "/receipt"
#define GUIDE "/guide"

static const char *origin;

void public_page_set_origin(const char *given)
{
    origin = given;
}

const char *public_origin(void)
{
    return origin;
}

struct text public_words(const struct public_view *view, const char *zh, const char *en)
{
    return text_of(view->language == LANGUAGE_ZH ? zh : en);
}

struct text public_instant(const struct public_view *view, int64_t utc_ms)
{
    const struct pack *pack = city_pack(view->run->city);
    int64_t local = utc_ms + (int64_t)pack->utc_offset_minutes * 60000;
    char day[CIVIL_DATE_TEXT_SIZE];
    int64_t seconds = local / 1000 % 86400;
    struct text date =
        civil_date_write(civil_date_of_instant(utc_ms, pack->utc_offset_minutes), day);
    return text_format(view->run->arena, "%.*s %02d:%02d:%02d", TEXT_ARG(date),
                       (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* The value of `name` in a query, decoded; "" when it is absent or malformed. */
static struct text parameter(struct arena *arena, struct text query, const char *name)
{
    while (query.len > 0) {
        struct text value = text_cut(&query, '&');
        struct text key = text_cut(&value, '=');
        struct text decoded;
        if (text_is(key, name)) {
            return query_decode(arena, value, &decoded) ? decoded : TEXT_NONE;
        }
    }
    return TEXT_NONE;
}

struct text public_parameter(const struct public_view *view, const char *name)
{
    return parameter(view->run->arena, view->query, name);
}

/* -- the frame -- */

struct page_kind {
    const char *path;
    const char *title_zh, *title_en;
    const char *label_zh, *label_en;
    const char *hint_zh, *hint_en;
    bool (*body)(struct public_view *view, struct text code, struct fault *fault);
    void (*list)(struct public_view *view); /* without a code; NULL: the form that asks for one */
};

static const struct page_kind kinds[] = {
    {PROGRESS, "项目办理进度查询", "Progress of a project", "查询码", "Query code",
     "24 位字母和数字，可从企业或代办员处取得；大小写、空格和连字符不影响查询。",
     "24 letters and digits, from the enterprise or its navigator. Case, spaces and hyphens do not "
     "matter.",
     public_progress},
    {GUIDE, "办事指南", "Guide to items", NULL, NULL, NULL, NULL, public_guide, public_guides},
    {RECEIPT, "回执核验", "Check a receipt", "回执编号", "Receipt code",
     "印在回执上，由数字、连字符和 20 位字母数字组成。",
     "Printed on the receipt: a number, a hyphen and 20 letters and digits.", public_receipt},
};

static struct text title_of(const struct public_view *view, const struct page_kind *kind)
{
    return view->title.len > 0 ? view->title : public_words(view, kind->title_zh, kind->title_en);
}

static void write_head(const struct public_view *view, const struct page_kind *kind,
                       struct text here)
{
    struct buffer *out = view->out;
    bool is_zh = view->language == LANGUAGE_ZH;
    struct text city = city_title(view->run->city, view->language);
    html_add(out,
             "<!doctype html>\n<html lang=\"%\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" "
             "content=\"no-referrer\">\n"
             "<title>% - %</title>\n<link rel=\"icon\" href=\"/favicon.svg\">\n<link "
             "rel=\"stylesheet\" href=\"/public.css\">\n</head>\n<body>\n"
             "<a class=\"skip\" href=\"#main\">%</a>\n<header>\n<p class=\"name\">% %</p>\n<nav "
             "aria-label=\"%\">\n",
             is_zh ? TEXT("zh-CN") : TEXT("en"), title_of(view, kind),
             public_words(view, "联动", "Liandong"),
             public_words(view, "跳到正文", "Skip to the content"), city,
             public_words(view, "重大招商项目联动服务", "linkage service for major projects"),
             public_words(view, "页面", "Pages"));
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct text path = text_of(kinds[i].path);
        struct text title = public_words(view, kinds[i].title_zh, kinds[i].title_en);
        struct text lang = is_zh ? TEXT_NONE : TEXT("?lang=en");
        if (&kinds[i] == kind) {
            html_add(out, "<a href=\"%%\" aria-current=\"page\">%</a>\n", path, lang, title);
        } else {
            html_add(out, "<a href=\"%%\">%</a>\n", path, lang, title);
        }
    }
    html_add(out,
             "<a href=\"%%\" lang=\"%\" hreflang=\"%\">%</a>\n</nav>\n</header>\n<main "
             "id=\"main\">\n<h1>%</h1>\n",
             here, is_zh ? TEXT("?lang=en") : TEXT_NONE, is_zh ? TEXT("en") : TEXT("zh-CN"),
             is_zh ? TEXT("en") : TEXT("zh-CN"), is_zh ? TEXT("English") : TEXT("中文"),
             title_of(view, kind));
}

static void write_form(const struct public_view *view, const struct page_kind *kind)
{
    struct buffer *out = view->out;
    html_add(out,
             "<form action=\"%\" method=\"get\" class=\"ask\">\n<label for=\"code\">%</label>\n"
             "<p class=\"hint\" id=\"hint\">%</p>\n",
             text_of(kind->path), public_words(view, kind->label_zh, kind->label_en),
             public_words(view, kind->hint_zh, kind->hint_en));
    html_raw(out,
             "<input id=\"code\" name=\"code\" required maxlength=\"64\" autocomplete=\"off\""
             " autocapitalize=\"characters\" spellcheck=\"false\" aria-describedby=\"hint\">\n");
    if (view->language == LANGUAGE_EN) {
        html_raw(out, "<input type=\"hidden\" name=\"lang\" value=\"en\">\n");
    }
    html_add(out, "<button>%</button>\n</form>\n", public_words(view, "查询", "Look up"));
}

static void write_foot(const struct public_view *view)
{
    if (view->run->as_of != 0) {
        html_add(view->out, "<p>%%</p>\n", public_words(view, "数据截至 ", "As of "),
                 public_instant(view, view->run->as_of));
    }
    html_add(view->out, "</main>\n<footer>\n<p>%</p>\n</footer>\n</body>\n</html>\n",
             public_words(view, "本页不使用脚本和 Cookie，可直接打印。",
                          "This page uses no scripts and no cookies, and can be printed."));
}

static const struct page_kind *kind_of(struct text path, struct text *rest)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct text own = text_of(kinds[i].path);
        bool is_here =
            text_starts_with(path, own) && (path.len == own.len || path.at[own.len] == '/');
        if (is_here) {
            *rest = path.len > own.len ? text_slice(path, own.len + 1, path.len - own.len - 1)
                                       : TEXT_NONE;
            return &kinds[i];
        }
    }
    return NULL;
}

bool public_page(const struct view_run *run, struct text path, struct text query,
                 struct public_reply *out, struct fault *fault)
{
    struct text code = TEXT_NONE;
    const struct page_kind *kind = kind_of(path, &code);
    if (text_is(path, "/public.css")) {
        *out = (struct public_reply){200, "text/css; charset=utf-8", public_css()};
        return true;
    }
    if (kind == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct buffer html = buffer_open(run->arena, 8192);
    struct buffer body = buffer_open(run->arena, 8192);
    struct actor reader = *run->actor;
    struct view_run own = *run;
    own.actor = &reader;
    bool in_english = text_is(parameter(run->arena, query, "lang"), "en");
    reader.language = in_english ? LANGUAGE_EN : LANGUAGE_ZH;
    struct public_view view = {
        .run = &own, .query = query, .out = &body, .language = reader.language, .status = 200};
    code = text_trim(code.len > 0 ? code : parameter(run->arena, query, "code"));
    if (code.len > 0 && !kind->body(&view, code, fault)) {
        return false;
    }
    bool is_found = code.len > 0 && view.status == 200;
    if (kind->list != NULL && !is_found) {
        kind->list(&view);
    }
    view.out = &html;
    write_head(&view, kind,
               is_found ? text_format(run->arena, "%s/%.*s", kind->path, TEXT_ARG(code))
                        : text_of(kind->path));
    buffer_add(&html, buffer_text(&body));
    if (!is_found && kind->list == NULL) {
        write_form(&view, kind);
    }
    write_foot(&view);
    *out = (struct public_reply){view.status, "text/html; charset=utf-8", buffer_text(&html)};
    return true;
}
