#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/account/account.h"
#include "ground/casefile/casefile.h"

/* A look into a neighbour's table: the application room writes it. */
static const struct statement casefile_by_id = {
    "casefile_by_id",
    "select a.id, a.version, a.project, a.handler, a.number, n.name, a.code, a.org, a.state, a.own"
    " from application a join project p on p.id=a.project"
    " join application_name n on n.id=a.name_of where " ACCESS_PROJECT " and a.id=$6"};
static const struct statement casefile_file = {"casefile_file",
                                               "select 1 from file where id=$1 and project=$2"};

static const struct statement casefile_taken_at = {
    "casefile_taken_at", "select a.state, i.desk from application a"
                         " left join application_intake i on i.id=a.intake where a.id=$1"};

static const struct statement casefile_of_project = {
    "casefile_of_project", "select 1 from application where id=$1 and project=$2"};

const struct statement *const casefile_statements[] = {&casefile_by_id, &casefile_file,
                                                       &casefile_taken_at, &casefile_of_project};
const size_t casefile_statement_count = COUNT_OF(casefile_statements);

struct wanted {
    struct arena *arena;
    struct store *store;
    struct scope scope;
    int64_t id;
};

static bool find(const struct wanted *wanted, struct casefile *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(wanted->store, &casefile_by_id,
                     CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        *out = (struct casefile){
            .id = store_int(&rows, 0),
            .version = store_int(&rows, 1),
            .project = store_int(&rows, 2),
            .handler = store_int(&rows, 3),
            .number = store_text(wanted->arena, &rows, 4),
            .name = store_text(wanted->arena, &rows, 5),
            .code = store_text(wanted->arena, &rows, 6),
            .org = store_text(wanted->arena, &rows, 7),
            .state = store_text(wanted->arena, &rows, 8),
            .is_own = store_bool(&rows, 9),
        };
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool casefile_of_run(struct command_run *run, int64_t id, struct casefile *out, struct fault *fault)
{
    struct wanted wanted = {run->arena, run->store, access_scope(run->city, run->actor),
                            id != 0 ? id : run->id};
    return find(&wanted, out, fault);
}

bool casefile_of_view(const struct view_run *run, int64_t id, struct casefile *out,
                      struct fault *fault)
{
    struct wanted wanted = {run->arena, run->store, access_scope(run->city, run->actor),
                            id != 0 ? id : run->id};
    return find(&wanted, out, fault);
}

static bool refuse_files(const char *zh, const char *en, struct fault *fault)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("files"), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "文件", "files");
    return false;
}

bool casefile_files_are_of(struct command_run *run, int64_t project, struct text files,
                           struct fault *fault)
{
    int64_t ids[CASEFILE_FILES_MAX];
    size_t count = 0;
    if (!json_ids_read(run->arena, files, ids, COUNT_OF(ids), &count)) {
        return refuse_files("应为本项目文件编号的列表，最多 50 个，不重复",
                            "a list of ids of this project's files, at most 50, each once", fault);
    }
    for (size_t i = 0; i < count; i++) {
        int64_t found = 0;
        if (!store_query_int(run->store, &casefile_file, CELLS(cell_int(ids[i]), cell_int(project)),
                             &found, fault)) {
            return false;
        }
        if (found == 0) {
            return refuse_files("不是本项目的文件", "not a file of this project", fault);
        }
    }
    return true;
}

bool casefile_has_person(struct command_run *run, struct text org, int64_t account, bool *out,
                         struct fault *fault)
{
    struct post_list *posts = arena_new(run->arena, struct post_list);
    *out = false;
    if (!account_live_posts(run->arena, run->store, account, posts, fault)) {
        return false;
    }
    for (size_t i = 0; i < posts->count; i++) {
        *out |= text_equal(posts->items[i].org, org);
    }
    return true;
}

bool casefile_is_of(struct command_run *run, int64_t project, int64_t application,
                    struct fault *fault)
{
    int64_t found = 0;
    if (application != 0 &&
        !store_query_int(run->store, &casefile_of_project,
                         CELLS(cell_int(application), cell_int(project)), &found, fault)) {
        return false;
    }
    return application == 0 || found != 0 ||
           fault_refuse_field(fault, "application_id", "不是本项目的办件",
                              "not an application of this project");
}

bool casefile_is_at_window(const struct view_run *run, struct text state, struct text desk)
{
    bool is_to_hand_out = text_is(state, "granted") || text_is(state, "delivered");
    return is_to_hand_out ||
           (desk.len > 0 &&
            text_equal(project_desk_unit(run->city, desk, CIVIL_DATE_NONE), run->actor->org));
}

bool casefile_lets_window(const struct view_run *run, int64_t application, struct fault *fault)
{
    struct store_rows rows;
    bool is_let = run->actor->role != ROLE_WINDOW;
    if (is_let) {
        return true;
    }
    if (!store_query(run->store, &casefile_taken_at, CELLS(cell_int(application)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        is_let = casefile_is_at_window(run, store_text(run->arena, &rows, 0),
                                       store_text(run->arena, &rows, 1));
    }
    return store_done(&rows, fault) &&
           (is_let || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
