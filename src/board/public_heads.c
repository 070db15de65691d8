#include "app/receipt.h"
#include "base/arena.h"
#include "board/ledger_view.h"
#include "board/public_words.h"
#include "ledger/cosign.h"

/* The heads of the ledger that are published, a day a line (每日台账头), with who witnessed them
 * from outside. A day's page is for keeping: printed, or scanned from another's paper, it shows for
 * good whether what is in the ledger today grew out of what was in it then. */

#define HEADS "/heads"

static struct text day_text(const struct public_view *view, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return text_copy(view->run->arena, civil_date_write(day, text));
}

static struct text number_text(const struct public_view *view, int64_t number)
{
    return text_format(view->run->arena, "%lld", (long long)number);
}

static void write_code(const struct public_view *view, const char *zh, const char *en,
                       struct text value)
{
    html_add(view->out, "<div><dt>%</dt><dd><code>%</code></dd></div>\n",
             public_words(view, zh, en), value);
}

/* -- one day -- */

static void write_mark(const struct public_view *view, const struct witness_mark *mark)
{
    const struct witness_sign *cosign = &mark->signed_one;
    struct text json =
        text_format(view->run->arena,
                    "{\"size\":%lld,\"signed_at\":%lld,\"root\":\"%.*s\",\"public_key\":\"%.*s\","
                    "\"signature\":\"%.*s\"}",
                    (long long)cosign->size, (long long)cosign->signed_at, TEXT_ARG(cosign->root),
                    TEXT_ARG(cosign->public_key), TEXT_ARG(cosign->signature));
    html_raw(view->out, "<dl>\n");
    public_row(view, "见证单位", "Witness", mark->name);
    public_row(view, "见证的条数", "Entries it witnessed", number_text(view, cosign->size));
    public_row(view, "收到时间", "Received at", public_instant(view, mark->recorded_at));
    write_code(view, "见证签名（SM2）", "Its signature (SM2)", cosign->signature);
    write_code(view, "见证单位公钥", "Its public key", cosign->public_key);
    write_code(view, "文本", "As text", json);
    html_raw(view->out, "</dl>\n");
}

static void write_marks(const struct public_view *view, const struct witness_marks *marks)
{
    public_heading(view, "外部见证", "Witnesses outside");
    if (marks->count == 0) {
        html_add(view->out, "<p>%</p>\n",
                 public_words(view, "当日的签名头没有单位见证。",
                              "Nobody outside witnessed a head of this day."));
    }
    for (size_t i = 0; i < marks->count; i++) {
        write_mark(view, &marks->items[i]);
    }
}

static void write_method(const struct public_view *view)
{
    public_heading(view, "怎样用它核对", "How to check with it");
    html_add(view->out, "<p>%</p>\n<p>%</p>\n",
             public_words(
                 view,
                 "把“文本”存成文件（或扫二维码得到它），过后随时可以核对：服务器上的台账是否仍以这"
                 "些条目开头。liandong watch --url 本站地址 --held 文件，不需要账号；拿到整个数据库"
                 "的人用 liandong ledger verify --db 数据库 --head 文件。",
                 "Keep the text in a file (the QR code holds the same); at any later time it "
                 "tells whether the ledger still begins with these entries: liandong watch "
                 "--url ADDRESS --held FILE, without an account; whoever has the database "
                 "itself: liandong ledger verify --db DATABASE --head FILE."),
             public_words(
                 view,
                 "不用本程序：平台对“liandong-head-v1”‖条数‖签名时间‖根摘要签名，见证单位对“"
                 "liandong-witness-v1”‖条数‖签名时间‖根摘要签名（整数为 8 字节大端，SM2 与 SM3）；"
                 "/api/v1/ledger/consistency?old_size=旧条数&new_size=新条数 "
                 "给出两个签名头之间只增未改的证明（RFC 6962）。",
                 "Without this program: the platform signs \"liandong-head-v1\"‖entries‖signed "
                 "at‖root, a witness \"liandong-witness-v1\"‖entries‖signed at‖root (numbers as "
                 "8 bytes big-endian; SM2 with SM3); "
                 "/api/v1/ledger/consistency?old_size=OLD&new_size=NEW proves that the newer "
                 "ledger begins with the older one (RFC 6962)."));
}

static void write_one(const struct public_view *view, const struct ledger_day *day)
{
    struct arena *arena = view->run->arena;
    struct text json = ledger_head_json(arena, &day->head);
    html_raw(view->out, "<dl>\n");
    public_row(view, "日期", "Day", day_text(view, day->day));
    public_row(view, "台账条数", "Entries", number_text(view, day->head.size));
    public_row(view, "签名时间", "Signed at", public_instant(view, day->head.signed_at));
    write_code(view, "根摘要", "Root", hex_of(arena, day->head.root.bytes, LEDGER_HASH_SIZE));
    write_code(view, "签名（SM2，r‖s）", "Signature (SM2, r‖s)",
               hex_of(arena, day->head.signature, LEDGER_SIGNATURE_SIZE));
    write_code(view, "公钥", "Public key",
               hex_of(arena, day->head.public_key, LEDGER_PUBLIC_KEY_SIZE));
    write_code(view, "文本", "As text", json);
    html_raw(view->out, "</dl>\n");
    public_qr(view, json, public_words(view, "签名头的二维码", "QR code of the head"));
    write_marks(view, &day->marks);
    write_method(view);
}

static bool answer_one(struct public_view *view, struct text code, struct fault *fault)
{
    struct ledger_days days = {.count = 0};
    civil_date day = CIVIL_DATE_NONE;
    bool is_day = civil_date_parse(code, &day);
    if (is_day && !ledger_days(view->run, day, 1, &days, fault)) {
        return false;
    }
    if (days.count == 0 || days.items[0].day != day) {
        public_not_there(view);
        return true;
    }
    view->title = text_format(view->run->arena, "%.*s %.*s",
                              TEXT_ARG(public_words(view, "台账签名头", "Head of the ledger,")),
                              TEXT_ARG(code));
    write_one(view, &days.items[0]);
    return true;
}

/* -- all days -- */

static struct text names_of(const struct public_view *view, const struct witness_marks *marks)
{
    struct buffer names = buffer_open(view->run->arena, 256);
    for (size_t i = 0; i < marks->count; i++) {
        bool is_again = false;
        for (size_t k = 0; k < i; k++) {
            is_again = is_again || text_equal(marks->items[k].name, marks->items[i].name);
        }
        if (!is_again) {
            buffer_add(&names, i == 0 ? TEXT("") : TEXT("；"));
            buffer_add(&names, marks->items[i].name);
        }
    }
    return marks->count == 0 ? TEXT("-") : buffer_text(&names);
}

static void write_days(const struct public_view *view, const struct ledger_days *days)
{
    html_add(view->out,
             "<table>\n<caption>%</caption>\n<thead><tr><th scope=\"col\">%</th><th "
             "scope=\"col\">%</th><th scope=\"col\">%</th><th scope=\"col\">%</th></tr></thead>\n"
             "<tbody>\n",
             public_words(view, "每日最后一个签名头", "The last head of each day"),
             public_words(view, "日期", "Day"), public_words(view, "条数", "Entries"),
             public_words(view, "根摘要（SM3）", "Root (SM3)"),
             public_words(view, "见证", "Witnesses"));
    for (int i = 0; i < days->count; i++) {
        const struct ledger_day *day = &days->items[i];
        struct text text = day_text(view, day->day);
        html_add(
            view->out,
            "<tr><th scope=\"row\" class=\"whole\"><a "
            "href=\"" HEADS
            "/%%\">%</a></th><td class=\"whole\">%</td><td><code>%</code></td><td>%</td></tr>\n",
            text, public_lang(view), text, number_text(view, day->head.size),
            hex_of(view->run->arena, day->head.root.bytes, LEDGER_HASH_SIZE),
            names_of(view, &day->marks));
    }
    html_raw(view->out, "</tbody>\n</table>\n");
    if (days->next != CIVIL_DATE_NONE) {
        html_add(view->out, "<p><a href=\"" HEADS "?until=%%\">%</a></p>\n",
                 day_text(view, days->next),
                 view->language == LANGUAGE_EN ? TEXT("&lang=en") : TEXT_NONE,
                 public_words(view, "更早", "Earlier"));
    }
}

static void write_witnesses(const struct public_view *view, const struct witnesses *all)
{
    public_heading(view, "见证单位", "Witnesses");
    html_raw(view->out, all->count > 0 ? "<dl>\n" : "");
    for (size_t i = 0; i < all->count; i++) {
        const struct witness *one = &all->items[i];
        struct text span =
            one->until == CIVIL_DATE_NONE
                ? text_format(view->run->arena, "%.*s %s",
                              TEXT_ARG(public_words(view, "自", "since")),
                              day_text(view, one->since).at)
                : text_format(view->run->arena, "%s %.*s %s", day_text(view, one->since).at,
                              TEXT_ARG(public_words(view, "至", "to")),
                              day_text(view, one->until).at);
        html_add(view->out, "<div><dt>%</dt><dd>%<br><code>%</code></dd></div>\n", one->name, span,
                 one->key);
    }
    html_raw(view->out, all->count > 0 ? "</dl>\n" : "");
    if (all->count == 0) {
        html_add(view->out, "<p>%</p>\n",
                 public_words(view, "还没有登记见证单位。", "No witness has been named yet."));
    }
}

static bool answer_all(struct public_view *view, struct fault *fault)
{
    struct ledger_days days;
    struct witnesses all;
    civil_date until = CIVIL_DATE_NONE;
    struct text given = public_parameter(view, "until");
    if (given.len > 0 && !civil_date_parse(given, &until)) {
        until = CIVIL_DATE_NONE;
    }
    if (!ledger_days(view->run, until, LEDGER_DAYS_MAX, &days, fault) ||
        !witness_list(view->run->arena, view->run->store, &all, fault)) {
        return false;
    }
    html_add(
        view->out, "<p>%</p>\n",
        public_words(view,
                     "台账只能增加，不能修改。平台每天对台账全部内容的摘要签名并在此公布，外部单"
                     "位用自己的密钥见证。谁留有旧的签名头，谁就能发现过去的任何一条被改动、删除。",
                     "The ledger only grows. Each day the digest of all of it is signed and "
                     "published here, and witnessed by organisations outside with keys of "
                     "their own. Whoever keeps an old head can find out any entry that was "
                     "changed or taken out since."));
    write_days(view, &days);
    write_witnesses(view, &all);
    return true;
}

bool public_heads(struct public_view *view, struct text code, struct fault *fault)
{
    return code.len > 0 ? answer_one(view, code, fault) : answer_all(view, fault);
}
