#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "installation.h"
#include "roof/boot.h"
#include "roof/chores.h"
#include "roof/setup.h"

/* A chore that names what wakes it is given again only when that, a day or other data have come. */

#define TURN 10001

struct watch {
    int offers; /* given */
    int others;
};

static void begins(void *context, const struct command_kind *kind)
{
    struct watch *watch = context;
    if (strcmp(kind->name, "claim.offer") == 0) {
        watch->offers++;
    } else {
        watch->others++;
    }
}

/* Turns until nothing is found any more. */
static int64_t settle(struct chores *chores, int64_t now)
{
    for (int i = 0; i < 20; i++, now += TURN) {
        chores_do(chores, now);
    }
    return now;
}

static int offers_in_a_turn(struct chores *chores, int64_t *now)
{
    struct watch *watch = chores->context;
    int before = watch->offers;
    int others = watch->others;
    chores_do(chores, *now += TURN);
    assert_true(watch->others > others); /* those without are given each time */
    return watch->offers - before;
}

static void add_entry(struct boot *boot, const char *kind, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)64 << 20);
    /* As another node would leave it: the kind is all that is looked at. */
    struct text sql = text_format(
        arena,
        "insert into ledger_event select seq+1, %lld, happened_on, '%s', subject_id, project_id,"
        " actor, command_id, pack_version, body, leaf from ledger_event order by seq desc limit 1",
        (long long)now, kind);
    if (!store_script(boot->store, sql.at, &fault)) {
        fail_msg("%s", fault_sentence(arena, &fault, LANGUAGE_EN).at);
    }
    arena_close(arena);
}

static void woken_by_what_it_names(void **state)
{
    (void)state;
    struct installation all;
    struct boot *boot = NULL;
    struct fault fault = {.code = FAULT_NONE};
    struct watch watch = {0, 0};
    installation_open(&all, true);
    struct boot_options options = {
        .database = all.from, .home = all.from_home, .pack = SAMPLE_CITY, .must_exist = true};
    assert_true(boot_open(&options, &boot, &fault));
    struct chores chores = {.boot = boot, .begins = begins, .context = &watch};
    int64_t now = settle(&chores, boot_now(NULL));
    assert_true(watch.offers >= 1);
    assert_int_equal(offers_in_a_turn(&chores, &now), 0);
    add_entry(boot, "notice.read", now);
    assert_int_equal(offers_in_a_turn(&chores, &now), 0);
    add_entry(boot, "claim.closed", now);
    assert_int_equal(offers_in_a_turn(&chores, &now), 1);
    assert_int_equal(offers_in_a_turn(&chores, &now), 0);
    now += (int64_t)24 * 3600 * 1000;
    assert_true(offers_in_a_turn(&chores, &now) >= 1);
    boot_close(boot);
    installation_close(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(woken_by_what_it_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
