#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <arpa/inet.h>

#include "base/arena.h"
#include "courier/near.h"
#include "courier/settings.h"

/* The courier's pure parts: what a mail looks like, which addresses are taken, which lead back into
 * the house, how a note is signed. The other side is played in tests/api/test_channels.py. */

static struct arena *arena;
static struct fault fault;

static int set_up(void **state)
{
    (void)state;
    arena = arena_open((size_t)1 << 20, (size_t)1 << 26);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void takes_addresses_of_mail(void **state)
{
    static const char *const right[] = {"a@b.cn", "first.last+x@mail-1.example.gov.cn", "a_b%c@d"};
    static const char *const wrong[] = {
        "",
        "a",
        "@b.cn",
        "a@",
        "a@b@c",
        "a b@c.cn",
        "a@b.cn\r\nBcc: c",
        "<a@b.cn>",
        "a@b.cn,c@d",
        "a\"b@c.cn",
        ".a@b.cn",
        "-a@b.cn",
        "a@-b.cn",
        "a@.b.cn",
        "a@b.cn.",
        "张@b.cn",
        "a@[1.2.3.4]",
        "a@b.cn\n",
        "a;b@c.cn",
        "a@b/c",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        assert_true(courier_address_is_valid(text_of(right[i])));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(courier_address_is_valid(text_of(wrong[i])));
    }
}

static bool is_near(const char *words)
{
    struct sockaddr_storage any = {.ss_family = AF_INET};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, words, &v4.sin_addr) == 1) {
        memcpy(&any, &v4, sizeof v4);
    } else {
        assert_int_equal(inet_pton(AF_INET6, words, &v6.sin6_addr), 1);
        memcpy(&any, &v6, sizeof v6);
    }
    return courier_is_near((const struct sockaddr *)&any);
}

static void knows_what_leads_back(void **state)
{
    static const char *const near[] = {
        "127.0.0.1",   "127.255.1.2",     "0.0.0.0",        "10.0.0.1",
        "172.16.0.1",  "172.31.9.9",      "192.168.1.1",    "169.254.169.254",
        "100.64.0.1",  "100.127.255.255", "224.0.0.1",      "255.255.255.255",
        "192.0.2.5",   "198.18.0.1",      "203.0.113.9",    "::",
        "::1",         "fe80::1",         "fc00::1",        "fd12::1",
        "ff02::1",     "::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1",
        "2001:db8::1", "2002:a00:1::",    "2001::1",
    };
    static const char *const far[] = {"8.8.8.8",      "172.15.0.1",  "172.32.0.1",
                                      "192.167.1.1",  "100.63.0.1",  "223.255.255.1",
                                      "2400:3200::1", "2606:4700::1"};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(near); i++) {
        assert_true(is_near(near[i]));
    }
    for (size_t i = 0; i < COUNT_OF(far); i++) {
        assert_false(is_near(far[i]));
    }
    struct sockaddr other = {.sa_family = AF_UNIX};
    assert_true(courier_is_near(&other));
}

static void takes_urls(void **state)
{
    static const struct {
        const char *url;
        bool may_be_near, is_right;
    } cases[] = {
        {"https://sms.example.gov.cn/in", false, true},
        {"https://sms.example.gov.cn:8443/in?x=1", false, true},
        {"http://sms.example.gov.cn/in", false, false},
        {"http://sms.example.gov.cn/in", true, false},
        {"http://127.0.0.1:80/in", false, false},
        {"http://127.0.0.1:80/in", true, true},
        {"http://localhost/in", true, true},
        {"http://localhost.evil.cn/in", true, false},
        {"http://127.0.0.1.evil.cn/", true, false},
        {"https://user:word@example.cn/", false, false},
        {"https://example.cn/a b", false, false},
        {"https://example.cn/\r\nX: y", false, false},
        {"ftp://example.cn/", true, false},
        {"file:///etc/passwd", true, false},
        {"https://", true, false},
        {"", true, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct courier_hook hook = {.url = text_of(cases[i].url),
                                    .may_be_near = cases[i].may_be_near};
        assert_int_equal(courier_url_is_valid(&hook), cases[i].is_right);
    }
    assert_true(courier_server_is_valid(TEXT("smtp://mail.example:587")));
    assert_true(courier_server_is_valid(TEXT("smtps://mail.example:465")));
    assert_false(courier_server_is_valid(TEXT("imap://mail.example")));
    assert_false(courier_server_is_valid(TEXT("smtp://u:p@mail.example")));
}

/* Whatever the words hold, no line of the head begins with anything but its own fields, no line is
 * longer than RFC 5322 allows, no byte is outside ASCII. */
static void check_mail(struct text subject, struct text body)
{
    static const char *const fields[] = {"From: ",
                                         "To: ",
                                         "Subject: ",
                                         "Date: ",
                                         "Message-ID: ",
                                         "Auto-Submitted: ",
                                         "MIME-Version: ",
                                         "Content-Language: ",
                                         "Content-Type: ",
                                         "Content-Transfer-Encoding: ",
                                         " "};
    struct courier_mailbox from = {.from = TEXT("linkage@city.example"), .name = subject};
    struct courier_mail mail = {.to = TEXT("a@b.cn"),
                                .id = TEXT("12.5.mail.1"),
                                .subject = subject,
                                .body = body,
                                .language = TEXT("zh-CN"),
                                .at = 1795985480348};
    struct text rest = courier_compose(arena, &from, &mail);
    bool is_head = true;
    int known = 0;
    while (rest.len > 0) {
        size_t end = text_find(rest, TEXT("\r\n"));
        assert_true(end != SIZE_MAX && end <= 120);
        struct text line = text_slice(rest, 0, end);
        rest = text_slice(rest, end + 2, rest.len - end - 2);
        for (size_t i = 0; i < line.len; i++) {
            assert_true(line.at[i] >= ' ' && line.at[i] < 0x7f);
        }
        is_head = is_head && line.len > 0;
        if (is_head) {
            bool is_known = false;
            for (size_t i = 0; i < COUNT_OF(fields); i++) {
                is_known = is_known || text_starts_with(line, text_of(fields[i]));
            }
            assert_true(is_known);
            known += line.at[0] != ' ';
        }
    }
    assert_int_equal(known, (int)COUNT_OF(fields) - 1);
}

static void mail_cannot_be_bent(void **state)
{
    static const char *const pieces[] = {
        "\r\n", "\n",        "Bcc: x@y.cn", "通知", "?=",       "=?UTF-8?B?", "\r\n\r\n",
        ".",    "\r\n.\r\n", "a",           "🏗", "<script>", "\t"};
    (void)state;
    check_mail(TEXT("通知"), TEXT_NONE);
    srand(20261129);
    for (int n = 0; n < 2000; n++) {
        char subject[600] = "", body[3000] = "";
        for (int i = rand() % 12; i > 0; i--) {
            strcat(subject, pieces[(size_t)rand() % COUNT_OF(pieces)]);
        }
        for (int i = rand() % 60; i > 0; i--) {
            strcat(body, pieces[(size_t)rand() % COUNT_OF(pieces)]);
        }
        struct arena_mark mark = arena_mark(arena);
        check_mail(text_of(subject), text_of(body));
        arena_rewind(arena, mark);
    }
}

/* Made with Python's hmac of the same text. */
static void signs_with_every_key(void **state)
{
    (void)state;
    struct courier_hook hook = {.key = TEXT("hook-key-0123456789")};
    struct courier_note note = {
        .id = TEXT("1.2.x.3"), .json = TEXT("{\"a\":1}"), .at = 1764500000123};
    struct text one = courier_signature(arena, &hook, &note);
    assert_true(text_equal(
        one,
        TEXT("t=1764500000,sm3=332482bcdfe05b9807a22ab30927b73b72760a88417b37491479aefee6024270"
             ",sha256=77a5db52877b737092ec1d6f26c8e5aa18f60a1cc15b1f2004459f0a6701f447")));
    hook.old_key = TEXT("old-hook-key-987654321");
    struct text two = courier_signature(arena, &hook, &note);
    assert_true(text_starts_with(two, one) && two.len > one.len + 2 * 64);
}

/* Made with Python's hmac too. */
static void a_proof_takes_the_key(void **state)
{
    struct courier_hook hook = {.key = TEXT("0123456789abcdef")};
    struct text challenge = TEXT("c0ffee");
    struct text sm3 = TEXT("28d97487f8ad88468c361a5348719d480fe073f3209fe5537775d20c277af684");
    struct text sha256 = TEXT("db18ad70d8158e5be56602fdece6ba0786ad30e7484c1242138e76a41dc79817\n");
    struct text old = TEXT("6895120be994cd331ccf460655e2129a7d7f356106c70de80791f55c92ad63eb");
    (void)state;
    assert_true(courier_proof_is_right(arena, &hook, challenge, sm3));
    assert_true(courier_proof_is_right(arena, &hook, challenge, sha256));
    assert_false(courier_proof_is_right(arena, &hook, TEXT("c0ffef"), sm3));
    assert_false(courier_proof_is_right(arena, &hook, challenge, old));
    assert_false(courier_proof_is_right(arena, &hook, challenge, TEXT_NONE));
    assert_false(courier_proof_is_right(arena, &hook, challenge, challenge));
    hook.old_key = TEXT("fedcba9876543210");
    assert_true(courier_proof_is_right(arena, &hook, challenge, old));
}

static void settings_are_read(void **state)
{
    static const struct courier_line right[] = {{"mail", "server", "smtp://m.example:587"},
                                                {"mail", "from", "a@b.cn"},
                                                {"webhook sms", "url", "https://x.example/"},
                                                {"webhook sms", "for", "people"},
                                                {"webhook two", "near", "yes"}};
    static const struct courier_line wrong[] = {{"mail", "password", "x"},
                                                {"webhook sms", "for", "all"},
                                                {"webhook sms", "near", "maybe"},
                                                {"other", "url", "x"},
                                                {"", "mail", "x"}};
    struct courier_settings settings = {.has_mail = false};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        assert_true(courier_settings_take(arena, &settings, &right[i]));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(courier_settings_take(arena, &settings, &wrong[i]));
    }
    assert_int_equal(settings.hook_count, 2);
    assert_true(settings.hooks[0].is_for_people && settings.hooks[1].hook.may_be_near);
    assert_false(courier_settings_check(arena, &settings, &fault)); /* no secret */
    assert_int_equal(fault.code, FAULT_SETTING_WRONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_addresses_of_mail),
        cmocka_unit_test(knows_what_leads_back),
        cmocka_unit_test(takes_urls),
        cmocka_unit_test(mail_cannot_be_bent),
        cmocka_unit_test(signs_with_every_key),
        cmocka_unit_test(a_proof_takes_the_key),
        cmocka_unit_test(settings_are_read),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
