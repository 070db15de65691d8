#include "board/public_page.h"

#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "board/public_guide.h"
#include "board/public_library.h"
#include "pack/pack.h"

#define PROGRESS "/progress"
#define RECEIPT "/receipt"
#define VERIFY "/verify"
#define GUIDE "/guide"
#define LIBRARY "/library"
#define HEADS "/heads"

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
    bool takes_file; /* a file may be sent instead of a code */
    /* without a code; NULL: the form that asks for one, or, where there is no label for it, `body`
     */
    void (*list)(struct public_view *view);
};

static const struct page_kind kinds[] = {
    {PROGRESS, "项目办理进度查询", "Progress of a project", "查询码", "Query code",
     "24 位字母和数字，可从企业或代办员处取得；大小写、空格和连字符不影响查询。",
     "24 letters and digits, from the enterprise or its navigator. Case, spaces and hyphens do not "
     "matter.",
     public_progress, false, NULL},
    {GUIDE, "办事指南", "Guide to items", NULL, NULL, NULL, NULL, public_guide, false,
     public_guides},
    {LIBRARY "/policies", "政策库", "Policies", NULL, NULL, NULL, NULL, public_policy, false,
     public_policies},
    {LIBRARY "/parks", "产业园区", "Parks", NULL, NULL, NULL, NULL, public_park, false,
     public_parks},
    {LIBRARY "/packages", "服务包", "Service packages", NULL, NULL, NULL, NULL, public_package,
     false, public_packages},
    {RECEIPT, "回执核验", "Check a receipt", "回执编号", "Receipt code",
     "印在回执上，由数字、连字符和 20 位字母数字组成。",
     "Printed on the receipt: a number, a hyphen and 20 letters and digits.", public_receipt, false,
     NULL},
    {HEADS, "每日台账头", "Heads of the ledger", NULL, NULL, NULL, NULL, public_heads, false, NULL},
    {VERIFY, "文书证照核验", "Check a letter or certificate", "核验码或文件摘要",
     "Code, or digest of the file",
     "核验码印在文书上，由数字、连字符和 20 位字母数字组成；也可以输入文件的 SM3 摘要（64 位）。",
     "The code is printed on the letter: a number, a hyphen and 20 letters and digits. The SM3 "
     "digest "
     "of the file (64 digits) does as well.",
     public_verify, true, NULL},
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

static void write_upload(const struct public_view *view, const struct page_kind *kind)
{
    html_add(view->out,
             "<form action=\"%%\" method=\"post\" enctype=\"multipart/form-data\" class=\"ask\">\n"
             "<label for=\"file\">%</label>\n<p class=\"hint\" id=\"file-hint\">%</p>\n"
             "<input id=\"file\" name=\"file\" type=\"file\" required"
             " accept=\".pdf,.json,application/pdf,application/json\""
             " aria-describedby=\"file-hint\">\n<button>%</button>\n</form>\n",
             text_of(kind->path), view->language == LANGUAGE_EN ? TEXT("?lang=en") : TEXT_NONE,
             public_words(view, "或者上传文件", "Or send the file"),
             public_words(view,
                          "文书的 PDF，或证照文件（JSON），最大 20 MB。文件只用于比对，不会保存。",
                          "The PDF of a letter, or a certificate's file (JSON), up to 20 MB. It is "
                          "compared, and not kept."),
             public_words(view, "核验文件", "Check the file"));
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

/* What is asked: a code of the path or the query, or a file. */
struct asking {
    const struct page_kind *kind;
    struct text code, query;
    const struct public_upload *upload; /* NULL: none */
};

/* Its body answers for itself, with a code or without. */
static bool is_whole(const struct page_kind *kind)
{
    return kind->list == NULL && kind->label_zh == NULL;
}

static bool answer(struct public_view *view, const struct asking *asking, struct fault *fault)
{
    if (asking->upload != NULL) {
        return public_verify_file(view, asking->upload, fault);
    }
    bool is_asked = asking->code.len > 0 || is_whole(asking->kind);
    return !is_asked || asking->kind->body(view, asking->code, fault);
}

static bool write_page(const struct view_run *run, const struct asking *asking,
                       struct public_reply *out, struct fault *fault)
{
    const struct page_kind *kind = asking->kind;
    struct buffer html = buffer_open(run->arena, 8192);
    struct buffer body = buffer_open(run->arena, 8192);
    struct public_view view = {.run = run,
                               .query = asking->query,
                               .out = &body,
                               .language = run->actor->language,
                               .status = 200};
    if (!answer(&view, asking, fault)) {
        return false;
    }
    bool is_found = (asking->code.len > 0 || asking->upload != NULL) && view.status == 200;
    bool has_address = is_found && asking->upload == NULL;
    if (kind->list != NULL && !is_found) {
        kind->list(&view);
    }
    view.out = &html;
    write_head(&view, kind,
               has_address ? text_format(run->arena, "%s/%.*s", kind->path, TEXT_ARG(asking->code))
                           : text_of(kind->path));
    buffer_add(&html, buffer_text(&body));
    if (!is_found && kind->list == NULL && !is_whole(kind)) {
        write_form(&view, kind);
        if (kind->takes_file) {
            write_upload(&view, kind);
        }
    }
    write_foot(&view);
    *out = (struct public_reply){view.status, "text/html; charset=utf-8", buffer_text(&html)};
    return true;
}

bool public_page(const struct view_run *run, const struct public_question *question,
                 struct public_reply *out, struct fault *fault)
{
    struct asking asking = {.code = TEXT_NONE, .query = question->query};
    if (text_is(question->path, "/public.css")) {
        *out = (struct public_reply){200, "text/css; charset=utf-8", public_css()};
        return true;
    }
    asking.kind = kind_of(question->path, &asking.code);
    if (asking.kind == NULL || (question->upload != NULL && !asking.kind->takes_file)) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct actor reader = *run->actor;
    struct view_run own = *run;
    own.actor = &reader;
    bool in_english = text_is(parameter(run->arena, question->query, "lang"), "en");
    reader.language = in_english ? LANGUAGE_EN : LANGUAGE_ZH;
    asking.upload = question->upload;
    asking.code = text_trim(asking.code.len > 0 ? asking.code
                                                : parameter(run->arena, question->query, "code"));
    return write_page(&own, &asking, out, fault);
}
