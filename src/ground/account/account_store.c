#include "ground/account/account_store.h"

#include "app/identity/post.h"
#include "base/arena.h"

static const struct statement account_insert = {
    "account_insert",
    "insert into account(id, version, disabled, demo, opened_on) values($1,1,0,$2,$3)"};
static const struct statement account_set_disabled = {
    "account_set_disabled", "update account set version=version+1, disabled=$2 where id=$1"};
static const struct statement account_post_insert = {
    "account_post_insert", "insert into account_post(id, account, role, org, district, project, "
                           "ended) values($1,$2,$3,$4,$5,$6,0)"};
static const struct statement account_post_end = {
    "account_post_end", "update account_post set ended=1 where id=$2 and account=$1"};
static const struct statement account_bump = {"account_bump",
                                              "update account set version=version+1 where id=$1"};
#define ACCOUNT_SELECT                                                                             \
    "select a.id, a.version, a.disabled, a.demo, a.opened_on, c.login, c.name, c.locked_until,"    \
    " (select count(*) from second_factor f where f.account=a.id and f.confirmed_at>0)"            \
    " from account a join account_secret c on c.account=a.id"
static const struct statement account_find = {"account_find", ACCOUNT_SELECT " where a.id=$1"};
static const struct statement account_find_login = {"account_find_login",
                                                    ACCOUNT_SELECT " where c.login=$1"};
static const struct statement account_list = {"account_list", ACCOUNT_SELECT
                                              " where a.id>$1 order by a.id limit $2"};
static const struct statement account_count = {"account_count", "select count(*) from account"};
static const struct statement account_colleagues_of = {
    "account_colleagues_of",
    "select a.id, c.name, p.role, p.org, p.district from account_post p"
    " join account a on a.id=p.account and a.disabled=0"
    " join account_secret c on c.account=a.id"
    " where p.ended=0 and ($1='' or p.role=$1) and p.role in ('navigator','promotion_officer',"
    "'centre_coordinator','district_coordinator','department_officer','leader','supervisor')"
    " order by c.name, a.id, p.id limit 2000"};
static const struct statement account_people_at_place = {
    "account_people_at_place",
    "select count(*) from account_post w join account a on a.id=w.account where w.ended=0 and"
    " a.disabled=0 and ($1='' or w.role=$1) and ($2='' or w.org=$2) and ($3='' or w.district=$3)"};
static const struct statement account_name_of = {
    "account_name_of", "select name from account_secret where account=$1"};
static const struct statement account_secret_insert = {
    "account_secret_insert", "insert into account_secret(account, login, name, password, failures, "
                             "locks, locked_until, changed_at)"
                             " values($1,$2,$3,$4,0,0,0,$5)"};

const struct statement *const account_statements[] = {
    &account_insert,         &account_set_disabled,  &account_post_insert, &account_post_end,
    &account_bump,           &account_find,          &account_find_login,  &account_list,
    &account_count,          &account_colleagues_of, &account_name_of,     &account_secret_insert,
    &account_people_at_place};
const size_t account_statement_count = COUNT_OF(account_statements);

const char account_ddl[] =
    "create table account (id integer primary key, version integer not null, disabled integer not "
    "null,"
    " demo integer not null, opened_on text not null);"
    "create table account_post (id integer primary key, account integer not null, role text not "
    "null,"
    " org text not null, district text not null, project integer not null, ended integer not null);"
    "create index account_post_by_account on account_post(account, ended);"
    "create index account_post_by_role on account_post(role, ended);"
    "create index account_post_by_org on account_post(org, ended);"
    "create index account_post_by_project on account_post(project, ended);";

bool account_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct account_opened *body = event->body;
    return store_run(
        store, &account_insert,
        CELLS(cell_int(event->subject), cell_bool(body->demo), cell_date(event->happened_on)),
        fault);
}

bool account_record_disabled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct account_disabled *body = event->body;
    return store_run(store, &account_set_disabled,
                     CELLS(cell_int(event->subject), cell_bool(body->disabled)), fault);
}

bool account_record_post_granted(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct account_post_granted *body = event->body;
    return store_run(store, &account_post_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_text(body->role),
                           cell_text(body->org), cell_text(body->district),
                           cell_int(body->project)),
                     fault) &&
           store_run(store, &account_bump, CELLS(cell_int(event->subject)), fault);
}

bool account_record_post_ended(struct store *store, const struct event *event, struct fault *fault)
{
    const struct account_post_ended *body = event->body;
    return store_run(store, &account_post_end,
                     CELLS(cell_int(event->subject), cell_int(body->post)), fault) &&
           store_run(store, &account_bump, CELLS(cell_int(event->subject)), fault);
}

static void read_account(struct arena *arena, const struct store_rows *rows, struct account *out)
{
    *out = (struct account){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .disabled = store_bool(rows, 2),
        .demo = store_bool(rows, 3),
        .opened_on = store_date(rows, 4),
        .login = store_text(arena, rows, 5),
        .name = store_text(arena, rows, 6),
        .locked_until = store_int(rows, 7),
        .has_second_factor = store_int(rows, 8) > 0,
    };
}

/* The first row of the running query, which it ends. */
static bool take_account(struct arena *arena, struct store_rows *rows, struct account *out,
                         struct fault *fault)
{
    *out = (struct account){.id = 0};
    if (store_next(rows)) {
        read_account(arena, rows, out);
    }
    return store_done(rows, fault);
}

bool account_by_id(struct arena *arena, struct store *store, int64_t id, struct account *out,
                   struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &account_find, CELLS(cell_int(id)), &rows, fault) &&
           take_account(arena, &rows, out, fault);
}

bool account_people_at(struct store *store, const struct account_place *place, int64_t *out,
                       struct fault *fault)
{
    *out = 0;
    return store_query_int(
        store, &account_people_at_place,
        CELLS(cell_text(place->role), cell_text(place->org), cell_text(place->district)), out,
        fault);
}

bool account_ladder_step(struct store *store, const struct account_ladder *asked, int64_t *out,
                         struct fault *fault)
{
    for (*out = asked->from; *out < asked->ladder->steps; ++*out) {
        struct text role = climbing_role(asked->ladder, *out);
        bool is_district = text_is(role, "district_coordinator");
        struct account_place place = {role, TEXT_NONE, is_district ? asked->district : TEXT_NONE};
        int64_t people = 0;
        if (!account_people_at(store, &place, &people, fault)) {
            return false;
        }
        if (people > 0) {
            return true;
        }
    }
    return true;
}

bool account_by_login(struct arena *arena, struct store *store, struct text login,
                      struct account *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &account_find_login, CELLS(cell_text(login)), &rows, fault) &&
           take_account(arena, &rows, out, fault);
}

bool account_page(struct arena *arena, struct store *store, struct account_window window,
                  struct account_rows *out, struct fault *fault)
{
    out->items = arena_array(arena, struct account, (size_t)window.limit);
    out->count = 0;
    struct store_rows rows;
    if (!store_query_int(store, &account_count, NO_CELLS, &out->total, fault) ||
        !store_query(store, &account_list, CELLS(cell_int(window.after), cell_int(window.limit)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        read_account(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool account_colleagues(struct arena *arena, struct store *store, struct text role,
                        struct colleagues *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct colleagues){arena_array(arena, struct colleague, COLLEAGUES_MAX), 0};
    if (!store_query(store, &account_colleagues_of, CELLS(cell_text(role)), &rows, fault)) {
        return false;
    }
    while (out->count < COLLEAGUES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct colleague){
            .account = store_int(&rows, 0),
            .name = store_text(arena, &rows, 1),
            .role = store_text(arena, &rows, 2),
            .org = store_text(arena, &rows, 3),
            .district = store_text(arena, &rows, 4),
        };
    }
    return store_done(&rows, fault);
}

bool account_live_posts(struct arena *arena, struct store *store, int64_t account,
                        struct post_list *out, struct fault *fault)
{
    struct account held;
    if (!account_by_id(arena, store, account, &held, fault) ||
        !posts_of(arena, store, account, out, fault)) {
        return false;
    }
    out->count = held.id == 0 || held.disabled ? 0 : out->count;
    return true;
}

bool account_name(struct arena *arena, struct store *store, int64_t account, struct text *out,
                  struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &account_name_of, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    *out = store_next(&rows) ? store_text(arena, &rows, 0) : TEXT_NONE;
    return store_done(&rows, fault);
}

bool account_keep_secret(struct store *store, int64_t account, const struct account_open *secret,
                         int64_t now, struct fault *fault)
{
    return store_run(store, &account_secret_insert,
                     CELLS(cell_int(account), cell_text(secret->login), cell_text(secret->name),
                           cell_text(secret->password_hash), cell_int(now)),
                     fault);
}
