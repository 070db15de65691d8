#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../bench/scale.h"
#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "board/fleet.h"
#include "board/portfolio.h"
#include "board/workbench.h"
#include "place.h"
#include "room/application/application_kinds.h"

/* What stands written down against what is derived anew: the same question, asked of a small city
 * with and without its rows, by everybody, must get the same answer, byte for byte. */

struct town {
    struct place place;
    struct scale scale;
    struct arena *arena;
    struct fault fault;
    bool are_least; /* totals are told as "at least": not compared */
};

static struct town town;

#define PROJECTS 64

static int open_town(void **state)
{
    (void)state;
    place_open(&town.place);
    town.scale.arena = arena_open((size_t)64 << 20, (size_t)1 << 30);
    town.arena = arena_open((size_t)256 << 20, (size_t)4 << 30);
    town.scale.projects = PROJECTS;
    town.scale.today = civil_date_from_parts((struct civil_parts){2026, 11, 25});
    struct boot_options booting = {.database = place_database(&town.place, "town.db"),
                                   .home = text_of(town.place.folder),
                                   .pack = FUZHOU};
    assert_true(boot_open(&booting, &town.scale.boot, &town.fault));
    scale_fill(&town.scale, FUZHOU "/demo");
    return 0;
}

static int close_town(void **state)
{
    (void)state;
    boot_close(town.scale.boot);
    arena_close(town.arena);
    arena_close(town.scale.arena);
    place_close(&town.place);
    return 0;
}

/* -- who asks -- */

enum { ACTORS = 9 };

static struct actor actor_of(int which)
{
    static const struct {
        enum role role;
        const char *org, *district;
        int64_t account;
    } all[ACTORS] = {
        {ROLE_LEADER, "", "350100", 1},
        {ROLE_CENTRE_COORDINATOR, "asc", "350100", 2},
        {ROLE_DISTRICT_COORDINATOR, "asc-350102", "350102", 3},
        {ROLE_NAVIGATOR, "asc", "350100", SCALE_NAVIGATORS_FIRST},
        {ROLE_DEPARTMENT_OFFICER, "zjj", "350100", 5},
        {ROLE_DEPARTMENT_OFFICER, "zjj", "350104", 6},
        {ROLE_DEPARTMENT_OFFICER, "qx", "350100", 7},
        {ROLE_PROMOTION_OFFICER, "invest", "350100", 8},
        {ROLE_ENTERPRISE, "", "", 9},
    };
    return (struct actor){.account = all[which].account,
                          .post = which + 1,
                          .role = all[which].role,
                          .name = TEXT_NONE,
                          .org = text_of(all[which].org),
                          .district = text_of(all[which].district),
                          .project = all[which].role == ROLE_ENTERPRISE ? 1 : 0,
                          .language = LANGUAGE_ZH};
}

static void stand(bool is_on)
{
    static const char off[] = "update standing_pack set number=2";
    static const char on[] = "update standing_pack set number=1";
    assert_true(store_script(town.scale.boot->store, is_on ? on : off, &town.fault));
}

static struct text see(const struct actor *actor, struct text target)
{
    struct text path = text_cut(&target, '?');
    struct route_match match = {.view = NULL};
    struct buffer out = buffer_open(town.arena, 65536);
    struct json_writer json = json_writer_open(&out);
    assert_int_equal(
        register_route(town.arena, town.scale.boot->registry, TEXT("GET"), path, &match),
        ROUTE_FOUND);
    struct view_run run = {.arena = town.arena,
                           .store = town.scale.boot->store,
                           .city = town.scale.boot->city,
                           .vault = town.scale.boot->vault,
                           .actor = actor,
                           .parameters = {match.parameters[0], TEXT_NONE, TEXT_NONE},
                           .today = town.scale.today};
    if (match.view->query != NULL) {
        void *asked = arena_alloc(town.arena, match.view->query->size);
        assert_true(query_read(town.arena, match.view->query, target, asked, &town.fault));
        run.query = asked;
    }
    assert_true(match.view->answer(&run, &json, &town.fault));
    return buffer_text(&out);
}

/* The answer without its mark for the next page, which is each way's own. */
static struct text without_next(struct text json, struct text *next)
{
    size_t at = text_find(json, TEXT("\"next\":"));
    *next = TEXT_NONE;
    if (at == SIZE_MAX) {
        return json;
    }
    struct text rest = text_slice(json, at + 7, json.len - at - 7);
    if (rest.at[0] == '"') {
        rest = text_slice(rest, 1, rest.len - 1);
        *next = text_cut(&rest, '"');
    }
    size_t total = text_find(json, TEXT("],\"total\":"));
    return text_slice(json, 0, town.are_least && total != SIZE_MAX ? total : at);
}

static struct text page_of(const char *target, struct text after)
{
    if (after.len == 0) {
        return text_of(target);
    }
    bool has_query = strchr(target, '?') != NULL;
    return text_format(town.arena, "%s%safter=%.*s", target, has_query ? "&" : "?",
                       TEXT_ARG(after));
}

/* Page after page, both ways. Returns how many pages there were. */
static int hold_against(const struct actor *actor, const char *target)
{
    struct text next_quick = TEXT_NONE;
    struct text next_slow = TEXT_NONE;
    int pages = 0;
    do {
        stand(true);
        struct text quick = without_next(see(actor, page_of(target, next_quick)), &next_quick);
        stand(false);
        struct text slow = without_next(see(actor, page_of(target, next_slow)), &next_slow);
        stand(true);
        if (!text_equal(quick, slow)) {
            fail_msg("%s, role %d, page %d\nrows:    %.*s\nderived: %.*s", target, (int)actor->role,
                     pages, TEXT_ARG(quick), TEXT_ARG(slow));
        }
        assert_int_equal(next_quick.len > 0, next_slow.len > 0);
        pages++;
    } while (next_quick.len > 0 && pages < 3);
    arena_reset(town.arena);
    return pages;
}

static const char *const project_lists[] = {
    "/projects?limit=12",
    "/projects?sort=production&limit=20",
    "/projects?sort=number&limit=25",
    "/projects?sort=-number&limit=25",
    "/projects?sort=name&limit=25",
    "/projects?sort=-investment&limit=25",
    "/projects?light=red",
    "/projects?light=yellow&sort=production",
    "/projects?light=none&limit=25",
    "/projects?stage=under_way&limit=9",
    "/projects?district=350102&limit=30",
    "/projects?stage=production&district=350103&sort=name",
    "/projects?navigator=me",
    "/projects?navigator=1000&limit=20",
    "/projects?q=%E9%A1%B9%E7%9B%AE&limit=20",
    "/projects?q=%E7%94%B5",
    "/projects?q=%E7%94%B5%E6%B1%A0&sort=name",
    "/projects?q=2026-0",
    "/projects?q=00",
    "/projects?q=7",
    "/projects?q=%E6%A6%95%E8%81%94",
    "/projects?q=%E4%B8%89%E5%B1%B1%E4%BA%BA",
    "/projects?q=%E5%85%AC%E5%8F%B8%E6%A6%95",
    "/projects?q=%E6%9C%89%E9%99%90&stage=under_way&light=red",
};
static const char *const queues[] = {
    "/queue?limit=3",
    "/queue?sort=effect&limit=4",
    "/queue?sort=-submitted&limit=4",
    "/queue?state=accepted",
    "/queue?state=granted&sort=effect",
    "/queue?light=red",
    "/queue?light=paused",
    "/queue?district=350104&limit=5",
    "/queue?state=supplement",
    "/queue?state=submitted",
    "/queue?light=green&district=350102",
};

/* The number of times that `what` stands in the answer. */
static int count_of(struct text answer, const char *what)
{
    int count = 0;
    for (size_t at = text_find(answer, text_of(what)); at != SIZE_MAX;
         at = text_find(answer, text_of(what))) {
        answer = text_slice(answer, at + 1, answer.len - at - 1);
        count++;
    }
    return count;
}

/* Counters that events and nights moved, against all projects and cases counted anew. */
static const char *const cockpits[] = {
    "/cockpit",
    "/cockpit/rows?what=late&limit=3",
    "/cockpit/rows?what=overdue&limit=5",
    "/cockpit/rows?what=late&district=350104",
    "/cockpit/rows?what=overdue&stage=under_way",
};
static int64_t member(struct text json, const char *name)
{
    struct text key = text_format(town.arena, "\"%s\":", name);
    size_t at = text_find(json, key);
    int64_t value = 0;
    assert_true(at != SIZE_MAX);
    struct text rest = text_slice(json, at + key.len, json.len - at - key.len);
    size_t len = 0;
    while (len < rest.len && rest.at[len] >= '0' && rest.at[len] <= '9') {
        len++;
    }
    assert_true(text_to_int(text_slice(rest, 0, len), &value));
    return value;
}

/* For whom is waited most: his rows are as many as his number. */
static void hold_holders(const struct actor *actor)
{
    struct text page = see(actor, TEXT("/cockpit"));
    size_t at = text_find(page, TEXT("\"units\":[{"));
    if (at == SIZE_MAX) {
        return;
    }
    struct text first = text_slice(page, at, page.len - at);
    int64_t late = member(first, "late");
    size_t rows = text_find(first, TEXT("/cockpit/rows"));
    struct text target = text_slice(first, rows, first.len - rows);
    target = text_cut(&target, '"');
    struct text list = see(actor, target);
    assert_true(late > 0);
    size_t end = text_find(list, TEXT("],\"total\":"));
    assert_int_equal(late, member(text_slice(list, end, list.len - end), "total"));
    assert_int_equal(late, count_of(list, "\"production_planned\":"));
    (void)hold_against(actor, text_c_string(town.arena, target));
}

static void hold_counters(void)
{
    for (size_t which = 0; which < ACTORS; which++) {
        struct actor actor = actor_of((int)which);
        bool has_cockpit = actor.role != ROLE_NAVIGATOR && actor.role != ROLE_ENTERPRISE;
        for (size_t i = 0; has_cockpit && i < COUNT_OF(cockpits); i++) {
            (void)hold_against(&actor, cockpits[i]);
        }
        if (has_cockpit) {
            hold_holders(&actor);
        }
    }
}

/* Every question is asked by somebody each time, and by everybody in some rounds. */
static void hold_all(void)
{
    static size_t round = 0;
    struct actor leader = actor_of(0);
    for (size_t which = 0; which < ACTORS; which++) {
        struct actor actor = actor_of((int)which);
        for (size_t i = 0; i < COUNT_OF(project_lists); i++) {
            if ((which + i + round) % 7 == 0) {
                (void)hold_against(&actor, project_lists[i]);
            }
        }
        for (size_t i = 0; i < COUNT_OF(queues) && actor.org.len > 0; i++) {
            if ((which + i + round) % 4 == 0) {
                (void)hold_against(&actor, queues[i]);
            }
        }
    }
    hold_counters();
    leader.language = LANGUAGE_EN;
    (void)hold_against(&leader, "/projects?limit=20&light=red");
    round++;
}

static void catch_up(void)
{
    int64_t settled = 0;
    struct boot *boot = town.scale.boot;
    assert_true(
        standing_catch_up(&boot->standing, boot->store, town.scale.today, &settled, &town.fault));
}

static void prepare(void)
{
    struct boot *boot = town.scale.boot;
    bool left = true;
    while (left) {
        assert_true(
            standing_prepare(&boot->standing, boot->store, town.scale.today, &left, &town.fault));
    }
}

/* -- claims -- */

static void rows_answer_like_the_derivation(void **state)
{
    (void)state;
    catch_up();
    hold_all();
}

/* In a town of 64 projects no word is common, unless common is what more than two hold. */
static void common_words_are_walked_to_in_the_same_order(void **state)
{
    static const char *const lists[] = {
        "/projects?q=%E9%A1%B9%E7%9B%AE&limit=5",
        "/projects?q=%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&limit=7",
        "/projects?q=%E7%94%B5%E6%B1%A0&limit=3",
        "/projects?q=2026-0&limit=1",
        "/projects?q=%E6%A6%95%E8%81%942025&limit=2",
        "/projects?q=%E6%A6%95%E7%BA%BF2026&limit=2",
        "/projects?q=%E7%A6%8F%E5%BB%BA&stage=production&limit=4",
        "/projects?q=%E7%A6%8F%E5%BB%BA&district=350102",
    };
    static const int64_t rare[] = {0, 2, 5};
    int64_t before = portfolio_rare_words;
    (void)state;
    catch_up();
    town.are_least = true;
    for (size_t i = 0; i < COUNT_OF(rare); i++) {
        portfolio_rare_words = rare[i];
        for (size_t each = 0; each < COUNT_OF(lists); each++) {
            for (size_t which = 0; which < ACTORS; which++) {
                struct actor actor = actor_of((int)which);
                (void)hold_against(&actor, lists[each]);
            }
        }
    }
    town.are_least = false;
    portfolio_rare_words = before;
}

/* The rows of a list in order, page after page, as one text. */
static struct text all_rows(const struct actor *actor, const char *target, int *pages)
{
    struct text rows = TEXT_NONE;
    struct text next = TEXT_NONE;
    do {
        struct text page = without_next(see(actor, page_of(target, next)), &next);
        struct text items = text_slice(page, 10, page.len - 10); /* {"items":[ */
        const char *comma = rows.len > 0 && items.len > 0 ? "," : "";
        rows = text_format(town.arena, "%.*s%s%.*s", TEXT_ARG(rows), comma, TEXT_ARG(items));
        assert_true(++*pages < 200);
    } while (next.len > 0);
    return rows;
}

/* A page that looks at no more than three ends short or empty; whoever goes on misses nothing and
 * sees nothing twice. */
static void pages_that_a_ceiling_ends_go_on_where_they_ended(void **state)
{
    static const char *const lists[] = {
        "/projects?q=%E9%A1%B9%E7%9B%AE&limit=5",
        "/projects?q=%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&limit=7",
        "/projects?q=%E7%94%B5%E6%B1%A0%E9%A1%B9%E7%9B%AE&limit=30",
        "/projects?q=%E7%A6%8F%E5%BB%BA&stage=production&limit=4",
        "/projects?q=%E7%A6%8F%E5%BB%BA&district=350102",
    };
    int64_t before[] = {portfolio_rare_words, portfolio_looked_most};
    int stopped = 0;
    (void)state;
    catch_up();
    town.are_least = true;
    portfolio_rare_words = 2;
    portfolio_looked_most = 3;
    for (size_t each = 0; each < COUNT_OF(lists); each++) {
        for (size_t which = 0; which < ACTORS; which++) {
            struct actor actor = actor_of((int)which);
            int quick = 0;
            int slow = 0;
            stand(true);
            struct text rows = all_rows(&actor, lists[each], &quick);
            stand(false);
            assert_true(text_equal(rows, all_rows(&actor, lists[each], &slow)));
            stand(true);
            stopped += quick > slow;
            arena_reset(town.arena);
        }
    }
    assert_true(stopped > 5);
    town.are_least = false;
    portfolio_rare_words = before[0];
    portfolio_looked_most = before[1];
}

/* Who sees more than a workbench goes through has the most pressing before him, and is told so;
 * the number of projects is that of all. Of whom he sees few nothing is left out. */
static void a_workbench_of_many_shows_what_presses_most(void **state)
{
    int64_t before = workbench_most;
    int cut = 0;
    (void)state;
    catch_up();
    for (int which = 1; which <= 3; which++) {
        struct actor actor = actor_of(which);
        workbench_most = before;
        struct text all = see(&actor, TEXT("/workbench"));
        stand(false);
        assert_true(text_equal(all, see(&actor, TEXT("/workbench"))));
        stand(true);
        workbench_most = 1;
        struct text some = see(&actor, TEXT("/workbench"));
        struct text rest = text_slice(all, text_find(all, TEXT("\"projects\":")), 16);
        struct text projects = text_cut(&rest, '}'); /* "projects":17 */
        int64_t total = 0;
        assert_true(text_to_int(text_slice(projects, 11, projects.len - 11), &total));
        bool is_cut = actor.role != ROLE_NAVIGATOR && total > 1;
        assert_true(text_find(all, TEXT("\"looked_at\":null")) != SIZE_MAX);
        assert_true(text_find(some, projects) != SIZE_MAX);
        assert_true(is_cut == (text_find(some, TEXT("\"looked_at\":1")) != SIZE_MAX));
        assert_true(!is_cut || count_of(some, "\"late_days\"") <= 1);
        cut += is_cut;
        size_t latest = text_find(all, TEXT("\"risks\":[{"));
        assert_true(latest == SIZE_MAX || text_find(some, text_slice(all, latest, 60)) != SIZE_MAX);
    }
    assert_true(cut > 0);
    workbench_most = before;
    arena_reset(town.arena);
}

static void preparing_tomorrow_changes_nothing_today(void **state)
{
    (void)state;
    prepare();
    hold_all();
}

static void the_day_after_needs_nothing_new(void **state)
{
    (void)state;
    town.scale.today++;
    hold_all();
    prepare();
    hold_all();
}

static void a_weekend_and_a_week_of_sleep_are_caught_up_with(void **state)
{
    (void)state;
    town.scale.today += 9;
    catch_up();
    hold_all();
}

/* Open cases of all sorts, acted on by their units. */
static int act_on_some(const char *command, const char *from)
{
    static const struct statement some = {
        "test_some",
        "select id, org from application where state=$1 and own=0 order by id limit 12"};
    struct boot *boot = town.scale.boot;
    int64_t ids[12];
    struct text orgs[12];
    int count = 0;
    int done = 0;
    struct store_rows rows;
    assert_true(
        store_query(boot->store, &some, CELLS(cell_text(text_of(from))), &rows, &town.fault));
    while (store_next(&rows)) {
        ids[count] = store_int(&rows, 0);
        orgs[count++] = store_text(town.scale.arena, &rows, 1);
    }
    assert_true(store_done(&rows, &town.fault));
    for (int i = 0; i < count; i++) {
        struct actor officer = actor_of(4);
        const struct command_kind *kind = register_command(boot->registry, text_of(command));
        void *fields = arena_alloc(town.arena, kind->fields->size);
        field_clear(kind->fields, fields);
        if (text_is(text_of(command), "application.decide")) {
            ((struct application_decide *)fields)->result = TEXT("granted");
            ((struct application_decide *)fields)->document = TEXT("榕许〔2026〕1号");
        }
        officer.org = orgs[i];
        struct job job = {.kind = kind,
                          .fields = fields,
                          .actor = &officer,
                          .parameters = {text_format(town.arena, "%lld", (long long)ids[i]),
                                         TEXT_NONE, TEXT_NONE},
                          .key = TEXT_NONE,
                          .fingerprint = TEXT_NONE,
                          .arena = town.arena};
        struct job *jobs[] = {&job};
        int64_t noon = (int64_t)(town.scale.today) * 86400000 + 4 * 3600000;
        (void)pipeline_run(boot->pipeline, jobs, 1, noon);
        done += job.done;
    }
    return done;
}

/* What was kept of the projects under way answers as if they were loaded anew, whatever
 * happened in between. */
static void hold_fleet(void)
{
    static const char *const asked[] = {"/rehearsal?item=construction-permit&days=40",
                                        "/rehearsal?item=acc-filing&days=0",
                                        "/rehearsal?off=2030-01-03"};
    for (size_t which = 0; which < ACTORS; which++) {
        struct actor actor = actor_of((int)which);
        for (size_t i = 0; i < COUNT_OF(asked) && actor.role != ROLE_ENTERPRISE; i++) {
            struct text kept = see(&actor, text_of(asked[i]));
            assert_true(text_find(kept, TEXT("\"projects\":0,")) == SIZE_MAX || which > 0);
            fleet_forget();
            assert_true(text_equal(kept, see(&actor, text_of(asked[i]))));
        }
        arena_reset(town.arena);
    }
}

static void every_command_leaves_the_rows_right(void **state)
{
    static const char *const acts[][2] = {{"application.receive", "submitted"},
                                          {"application.accept", "received"},
                                          {"application.decide", "accepted"},
                                          {"application.deliver", "granted"}};
    int done = 0;
    (void)state;
    hold_fleet();
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        for (size_t which = 0; which < ACTORS; which++) { /* kept from before the act */
            struct actor actor = actor_of((int)which);
            if (actor.role != ROLE_ENTERPRISE) {
                (void)see(&actor, TEXT("/rehearsal?item=acc-filing&days=0"));
            }
        }
        done += act_on_some(acts[i][0], acts[i][1]);
        hold_fleet();
    }
    assert_true(done > 5);
    hold_all();
    prepare();
    hold_all();
    town.scale.today++;
    hold_all();
    hold_fleet();
    fleet_forget();
}

static void a_clock_put_back_finds_no_rows_and_derives(void **state)
{
    (void)state;
    struct actor leader = actor_of(0);
    town.scale.today -= 3;
    assert_true(hold_against(&leader, "/projects?limit=20") > 1);
    town.scale.today += 3;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_answer_like_the_derivation),
        cmocka_unit_test(common_words_are_walked_to_in_the_same_order),
        cmocka_unit_test(pages_that_a_ceiling_ends_go_on_where_they_ended),
        cmocka_unit_test(a_workbench_of_many_shows_what_presses_most),
        cmocka_unit_test(preparing_tomorrow_changes_nothing_today),
        cmocka_unit_test(the_day_after_needs_nothing_new),
        cmocka_unit_test(a_weekend_and_a_week_of_sleep_are_caught_up_with),
        cmocka_unit_test(every_command_leaves_the_rows_right),
        cmocka_unit_test(a_clock_put_back_finds_no_rows_and_derives),
    };
    return cmocka_run_group_tests(tests, open_town, close_town);
}
