#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "board/ledger_view.h"
#include "board/public_page.h"
#include "ledger/sm3.h"
#include "ledger/testimony.h"
#include "room/application/application_desk.h"
#include "room/application/application_kinds.h"
#include "room/certificate/certificate.h"
#include "room/letter/letter.h"

/* The page that checks letters and certificates (文书证照核验), by the code that is printed on them
 * or by the file. What is told is what stands on the paper anyway, and how it stands today; of a
 * letter neither its text nor to whom it went. */

static void write_pair(const struct public_view *view, const char *zh, const char *en,
                       struct text value)
{
    if (value.len > 0) {
        html_add(view->out, "<div><dt>%</dt><dd>%</dd></div>\n", public_words(view, zh, en), value);
    }
}

static struct text day_of(const struct public_view *view, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return text_copy(view->run->arena, civil_date_write(day, text));
}

static void write_verdict(const struct public_view *view, bool is_good, struct text words)
{
    html_add(view->out,
             "<p class=\"%\" role=\"status\"><strong><span aria-hidden=\"true\">%</span> "
             "%</strong></p>\n<dl>\n",
             is_good ? TEXT("verdict") : TEXT("notice"), is_good ? TEXT("✓") : TEXT("■"), words);
}

/* Whatever was asked: the same words, so that nothing can be told from them. */
static void write_unknown(struct public_view *view)
{
    view->status = 404;
    html_add(view->out,
             "<p class=\"notice\" role=\"alert\"><span aria-hidden=\"true\">■</span> %</p>\n",
             public_words(view, "核验不通过：没有这份文书或证照，或者内容与出具时不同。",
                          "Not genuine: there is no such letter or certificate, or it is not what "
                          "was issued."));
}

/* What took the decision away of which a withdrawn letter tells. */
static struct text end_of(const struct public_view *view, const struct letter *letter)
{
    if (text_is(letter->end_cause, application_revoked_event.name)) {
        return public_words(view, "许可结果被撤销", "the result was revoked");
    }
    if (text_is(letter->end_cause, application_returned_event.name)) {
        return public_words(view, "决定在送达前撤回", "the decision was undone before delivery");
    }
    if (text_is(letter->end_cause, application_withdrawn_event.name)) {
        return public_words(view, "申请撤回或视为撤回", "the application counts as withdrawn");
    }
    return letter->state == LETTER_WITHDRAWN
               ? public_words(view, "出具单位撤回", "withdrawn by the unit")
               : TEXT_NONE;
}

static struct text letter_verdict(const struct public_view *view, const struct letter *letter)
{
    if (text_is(letter->end_cause, application_revoked_event.name)) {
        return public_words(view, "文书真实，但所述许可结果已被撤销，文书不再有效。",
                            "The letter is genuine, but the result it tells of has been revoked: "
                            "it is in force no more.");
    }
    switch (letter->state) {
    case LETTER_REPLACED:
        return public_words(view, "文书真实，但已被更正，以新文书为准。",
                            "The letter is genuine, but has been replaced by a corrected one.");
    case LETTER_WITHDRAWN:
        return public_words(view, "文书真实，但已被撤回。",
                            "The letter is genuine, but has been withdrawn.");
    default:
        return public_words(view, "文书真实，内容与出具时一致，现行有效。",
                            "The letter is genuine, as it was issued, and in force.");
    }
}

static bool write_letter(struct public_view *view, const struct letter *letter, struct fault *fault)
{
    const struct view_run *run = view->run;
    struct letter next = {.id = 0, .number = TEXT_NONE};
    if (letter->replaced_by != 0 &&
        !letter_by_id(run->arena, run->store, letter->replaced_by, &next, fault)) {
        return false;
    }
    write_verdict(view, letter->state == LETTER_ISSUED, letter_verdict(view, letter));
    write_pair(view, "文书", "Letter", letter->title);
    write_pair(view, "文号", "Number", letter->number);
    write_pair(view, "出具单位", "Issued by",
               city_org_name(run->city, letter->unit, view->language));
    write_pair(view, "出具日期", "Issued on", day_of(view, letter->issued_on));
    write_pair(view, "更正或撤回日期", "Replaced or withdrawn on", day_of(view, letter->ended_on));
    write_pair(view, "失效原因", "What ended it", end_of(view, letter));
    write_pair(view, "失效依据", "On the law", letter->end_basis);
    write_pair(view, "取代它的文书", "Replaced by", next.number);
    html_add(view->out, "<div><dt>%</dt><dd><code>%</code></dd></div>\n</dl>\n",
             public_words(view, "内容摘要（SM3）", "Digest of the content (SM3)"), letter->digest);
    return true;
}

static void write_certificate(struct public_view *view, const struct certificate *c)
{
    const struct view_run *run = view->run;
    const char *standing = certificate_standing(c, run->today);
    bool is_valid = text_is(text_of(standing), "valid");
    struct text name = certificate_standing_name(standing, view->language);
    struct text genuine =
        c->is_imported
            ? public_words(
                  view, "证照为他处颁发，本平台只登记了查验情况：",
                  "Issued elsewhere; this platform only registered that it was looked at: ")
            : public_words(view, "证照真实，内容与颁发时一致：",
                           "The certificate is genuine, as it was issued: ");
    write_verdict(view, is_valid && !c->is_imported,
                  text_format(run->arena, "%.*s%.*s", TEXT_ARG(genuine), TEXT_ARG(name)));
    write_pair(view, "证照", "Certificate", c->name);
    write_pair(view, "编号", "Number", c->number);
    write_pair(view, "电子证照标识", "Identifier", c->identifier);
    write_pair(view, "持证主体", "Holder", c->holder);
    write_pair(view, "颁发单位", "Issued by",
               c->is_imported ? c->unit : city_org_name(run->city, c->unit, view->language));
    write_pair(view, "版本", "Version", text_format(run->arena, "%lld", (long long)c->edition));
    write_pair(view, "生效日期", "Valid from", day_of(view, c->valid_from));
    write_pair(view, "有效期至", "Valid until", day_of(view, c->valid_until));
    write_pair(view, "查验日期", "Looked at on", day_of(view, c->verified_on));
    write_pair(view, "失效日期", "Ended on", day_of(view, c->ended_on));
    html_raw(view->out, "</dl>\n");
}

/* An entry of the ledger that is a letter or a certificate; anything else is unknown here. */
static bool write_entry(struct public_view *view, int64_t seq, struct text kind,
                        struct fault *fault)
{
    const struct view_run *run = view->run;
    struct letter letter = {.id = 0};
    struct certificate certificate = {.id = 0};
    if (text_is(kind, letter_issued_event.name)) {
        if (!letter_by_id(run->arena, run->store, seq, &letter, fault)) {
            return false;
        }
    } else if (text_is(kind, certificate_issued_event.name) ||
               text_is(kind, certificate_imported_event.name)) {
        if (!certificate_by_id(run->arena, run->store, seq, &certificate, fault)) {
            return false;
        }
    }
    if (letter.id != 0) {
        return write_letter(view, &letter, fault);
    }
    if (certificate.id != 0) {
        write_certificate(view, &certificate);
        return true;
    }
    write_unknown(view);
    return true;
}

/* The PDF of a certificate. */
static bool write_paper(struct public_view *view, struct text digest, struct fault *fault)
{
    struct certificate certificate;
    if (!certificate_by_digest(view->run->arena, view->run->store, digest, &certificate, fault)) {
        return false;
    }
    if (certificate.id == 0) {
        write_unknown(view);
    } else {
        write_certificate(view, &certificate);
    }
    return true;
}

static bool write_by_digest(struct public_view *view, struct text digest, struct fault *fault)
{
    struct letter letter;
    if (!letter_by_digest(view->run->arena, view->run->store, digest, &letter, fault)) {
        return false;
    }
    return letter.id != 0 ? write_letter(view, &letter, fault) : write_paper(view, digest, fault);
}

static bool is_digest(struct text code)
{
    bool fine = code.len == 2 * (size_t)SM3_SIZE;
    for (size_t i = 0; fine && i < code.len; i++) {
        char c = code.at[i];
        fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
    return fine;
}

static struct text lower(struct arena *arena, struct text text)
{
    struct buffer out = buffer_open(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        buffer_add_char(&out, text_lower(text.at[i]));
    }
    return buffer_text(&out);
}

bool public_verify(struct public_view *view, struct text code, struct fault *fault)
{
    struct receipt_check *check = arena_new(view->run->arena, struct receipt_check);
    struct text plain = lower(view->run->arena, code);
    if (is_digest(plain)) {
        return write_by_digest(view, plain, fault);
    }
    if (!receipt_look_up(view->run, plain, check, fault)) {
        return false;
    }
    if (!check->is_genuine) {
        write_unknown(view);
        return true;
    }
    return write_entry(view, check->entry.seq, check->entry.kind, fault);
}

/* -- a file that was sent -- */

/* What stands between two marks; `*rest` moves behind the second. Empty when there are not both. */
static struct text between(struct text *rest, struct text from, struct text to)
{
    size_t begin = text_find(*rest, from);
    if (begin == SIZE_MAX) {
        return TEXT_NONE;
    }
    struct text tail = text_slice(*rest, begin + from.len, rest->len - begin - from.len);
    size_t end = text_find(tail, to);
    if (end == SIZE_MAX) {
        return TEXT_NONE;
    }
    *rest = text_slice(tail, end, tail.len - end);
    return text_slice(tail, 0, end);
}

/* The content of the first part of a form (RFC 7578); a body that is no form is taken as it is. */
static struct text content_of(struct arena *arena, const struct public_upload *upload)
{
    struct text type = upload->content_type;
    struct text key = TEXT("boundary=");
    size_t at = text_find(type, key);
    if (!text_starts_with(type, TEXT("multipart/form-data")) || at == SIZE_MAX) {
        return upload->body;
    }
    struct text boundary = text_slice(type, at + key.len, type.len - at - key.len);
    boundary = text_trim(text_cut(&boundary, ';'));
    if (boundary.len >= 2 && boundary.at[0] == '"') {
        boundary = text_slice(boundary, 1, boundary.len - 2);
    }
    struct text rest = upload->body;
    struct text end = text_format(arena, "\r\n--%.*s", TEXT_ARG(boundary));
    struct text first = text_slice(end, 2, end.len - 2);
    if (boundary.len == 0 || !text_starts_with(rest, first)) {
        return TEXT_NONE;
    }
    return between(&rest, TEXT("\r\n\r\n"), end);
}

static struct text digest_of(struct arena *arena, struct text bytes)
{
    unsigned char digest[SM3_SIZE];
    sm3_of(bytes, digest);
    return hex_of(arena, digest, sizeof digest);
}

/* A certificate's file proves itself under this ledger's own key; how it stands today is looked up.
 */
static bool write_testimony(struct public_view *view, struct text file, struct fault *fault)
{
    const struct view_run *run = view->run;
    struct testimony *testimony = arena_new(run->arena, struct testimony);
    struct ledger_head head;
    struct fault wrong = {.code = FAULT_NONE};
    if (!ledger_head_current(run->store, &head, fault)) {
        return false;
    }
    if (head.size == 0 || !testimony_read(run->arena, file, head.public_key, testimony, &wrong)) {
        write_unknown(view);
        return true;
    }
    return write_entry(view, testimony->entries[0].seq, testimony->entries[0].kind, fault);
}

bool public_verify_file(struct public_view *view, const struct public_upload *upload,
                        struct fault *fault)
{
    struct text file = content_of(view->run->arena, upload);
    if (text_starts_with(file, TEXT("{"))) {
        return write_testimony(view, file, fault);
    }
    return write_by_digest(view, digest_of(view->run->arena, file), fault);
}
