#include "room/certificate/certificate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "room/certificate/certificate_inside.h"

static const civil_date today = 20000;

/* ISO 7064:2003, 8.1: "A12425GABC1234002" has the check character M under MOD 37,36. */
static void the_check_character_is_that_of_the_standard(void **state)
{
    (void)state;
    assert_int_equal(certificate_check_character(TEXT("A12425GABC1234002")), 'M');
    assert_int_equal(certificate_check_character(TEXT("a")), '\0');
}

static void an_identifier_is_whole_and_one_wrong_character_is_found(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 16, 1 << 20);
    const struct certificate_identity about = {TEXT("11100000000013338W001"),
                                               TEXT("11350100003604409R"), TEXT("202600001"), 2};
    struct text whole = certificate_identifier(arena, &about);
    assert_true(text_starts_with(whole, TEXT("1.2.156.3005.2.")));
    assert_true(certificate_identifier_is_whole(whole));
    for (size_t i = 15; i < whole.len; i++) {
        char changed[128];
        memcpy(changed, whole.at, whole.len);
        changed[i] = changed[i] == '.' ? '0' : changed[i] == '7' ? '8' : '7';
        assert_false(certificate_identifier_is_whole((struct text){changed, whole.len}));
    }
    arena_close(arena);
}

static void without_codes_there_is_no_identifier(void **state)
{
    (void)state;
    struct arena *arena = arena_open(1 << 16, 1 << 20);
    struct certificate_identity about = {TEXT_NONE, TEXT("11350100003604409R"), TEXT("1"), 1};
    assert_int_equal(certificate_identifier(arena, &about).len, 0);
    about = (struct certificate_identity){TEXT("1"), TEXT_NONE, TEXT("1"), 1};
    assert_int_equal(certificate_identifier(arena, &about).len, 0);
    arena_close(arena);
}

static struct certificate valid(void)
{
    return (struct certificate){
        .id = 1, .valid_from = today - 10, .valid_until = today, .unit = TEXT("zrzy")};
}

static void it_holds_on_its_last_day_and_not_the_day_after(void **state)
{
    (void)state;
    struct certificate one = valid();
    assert_string_equal(certificate_standing(&one, today), "valid");
    assert_string_equal(certificate_standing(&one, today + 1), "expired");
    assert_string_equal(certificate_standing(&one, today - 11), "not_yet");
    one.valid_until = CIVIL_DATE_NONE;
    assert_string_equal(certificate_standing(&one, today + 100000), "valid");
}

static void revoked_and_replaced_count_before_dates(void **state)
{
    (void)state;
    struct certificate one = valid();
    struct fault fault = {.code = FAULT_NONE};
    one.state = CERTIFICATE_REPLACED;
    assert_string_equal(certificate_standing(&one, today), "replaced");
    one.state = CERTIFICATE_REVOKED;
    assert_string_equal(certificate_standing(&one, today + 1), "revoked");
    assert_false(certificate_may_be_used(&one, today, LANGUAGE_EN, &fault));
    assert_int_equal(fault.code, FAULT_CERTIFICATE_NOT_VALID);
}

static void only_the_issuing_unit_revokes_and_only_once(void **state)
{
    (void)state;
    struct certificate one = valid();
    struct actor own = {.role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("zrzy")};
    struct actor other = {.role = ROLE_DEPARTMENT_OFFICER, .org = TEXT("sthj")};
    struct fault fault = {.code = FAULT_NONE};
    assert_true(certificate_may_be_revoked(&one, &own, TEXT("自然资源局"), &fault));
    assert_false(certificate_may_be_revoked(&one, &other, TEXT("生态环境局"), &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    one.state = CERTIFICATE_REVOKED;
    fault.code = FAULT_NONE;
    assert_false(certificate_may_be_revoked(&one, &own, TEXT("自然资源局"), &fault));
    assert_int_equal(fault.code, FAULT_ALREADY_DONE);
}

static void what_came_from_elsewhere_is_taken_back_by_who_brought_or_issued_it(void **state)
{
    (void)state;
    struct certificate one = valid();
    struct actor brought = {.role = ROLE_NAVIGATOR, .org = TEXT("asc")};
    struct actor other = {.role = ROLE_CENTRE_COORDINATOR, .org = TEXT("sthj")};
    struct actor unplaced = {.role = ROLE_CENTRE_COORDINATOR};
    struct fault fault = {.code = FAULT_NONE};
    one.is_imported = true;
    one.registrar = TEXT("asc");
    one.unit = TEXT("某市海关");
    assert_true(certificate_may_be_revoked(&one, &brought, TEXT("中心"), &fault));
    assert_true(certificate_may_be_revoked(&one, &other, TEXT("某市海关"), &fault));
    assert_false(certificate_may_be_revoked(&one, &other, TEXT("生态环境局"), &fault));
    assert_int_equal(fault.code, FAULT_NOT_PERMITTED);
    one.registrar = TEXT_NONE;
    assert_false(certificate_may_be_revoked(&one, &unplaced, TEXT_NONE, &fault));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_character_is_that_of_the_standard),
        cmocka_unit_test(an_identifier_is_whole_and_one_wrong_character_is_found),
        cmocka_unit_test(without_codes_there_is_no_identifier),
        cmocka_unit_test(it_holds_on_its_last_day_and_not_the_day_after),
        cmocka_unit_test(revoked_and_replaced_count_before_dates),
        cmocka_unit_test(only_the_issuing_unit_revokes_and_only_once),
        cmocka_unit_test(what_came_from_elsewhere_is_taken_back_by_who_brought_or_issued_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
