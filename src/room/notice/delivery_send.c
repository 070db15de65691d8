#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "room/notice/delivery_inside.h"
#include "room/notice/reach_code.h"

/* What roof/outbox.c asks of the writer: the next message of a way, and what became of it. */

/* -- taking the next -- */

struct taking {
    struct command_run *run;
    const struct delivery_channel *channel;
    struct delivery first;
    struct delivery_batch batch;
    struct reach reach;
    struct notices notices;
    struct text code;
};

static bool give_up(struct taking *taking, int64_t notice, const char *state, struct fault *fault)
{
    struct delivery_change change = {text_of(state), TEXT_NONE, taking->first.due_at,
                                     taking->run->now};
    return notice != 0
               ? delivery_change_one(taking->run->store, &taking->batch, notice, &change, fault)
               : delivery_change_all(taking->run->store, &taking->batch, &change, fault);
}

/* Whether one of his posts still reads the address and may see the project: much may have changed
 * since the row was made. */
static bool is_still_his(struct taking *taking, const struct notice *notice, bool *out,
                         struct fault *fault)
{
    struct command_run *run = taking->run;
    struct addressees all;
    struct access_project project;
    *out = taking->channel->way == DELIVERY_BY_SYSTEM;
    if (*out) {
        return true;
    }
    if (!delivery_addressees(run->arena, run->store, notice->address, &all, fault) ||
        !access_project_load(run->arena, run->store, notice->project, &project, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count && !*out; i++) {
        *out = all.items[i].actor.account == taking->batch.account &&
               delivery_concerns(run->city, &all.items[i].actor, &project);
    }
    return true;
}

static bool keep_his(struct taking *taking, struct fault *fault)
{
    size_t kept = 0;
    for (size_t i = 0; i < taking->notices.count; i++) {
        bool is_his = false;
        if (!is_still_his(taking, &taking->notices.items[i], &is_his, fault)) {
            return false;
        }
        if (is_his) {
            taking->notices.items[kept++] = taking->notices.items[i];
        } else if (!give_up(taking, taking->notices.items[i].id, DELIVERY_GONE, fault)) {
            return false;
        }
    }
    taking->notices.count = kept;
    return true;
}

static bool has_contact(const struct taking *taking)
{
    switch (taking->channel->way) {
    case DELIVERY_BY_MAIL: return taking->reach.address.len > 0 && taking->reach.refused.len == 0;
    case DELIVERY_BY_MESSAGE: return taking->reach.phone.len > 0;
    default: return true;
    }
}

static bool is_off(const struct taking *taking)
{
    bool is_mail = taking->channel->way == DELIVERY_BY_MAIL;
    return taking->channel->way != DELIVERY_BY_SYSTEM && taking->first.notice > 0 &&
           (is_mail ? taking->reach.mail : taking->reach.message) == REACH_OFF;
}

/* Why it is not sent to him; NULL: it is. */
static const char *hindrance(const struct taking *taking)
{
    bool needs_confirming = taking->channel->way == DELIVERY_BY_MAIL &&
                            taking->first.notice != DELIVERY_CODE &&
                            taking->reach.address_state != REACH_CONFIRMED;
    return !has_contact(taking) ? DELIVERY_NO_CONTACT
           : is_off(taking)     ? DELIVERY_OPTED_OUT
           : needs_confirming   ? DELIVERY_UNCONFIRMED
                                : NULL;
}

static void write_message(struct taking *taking)
{
    struct command_run *run = taking->run;
    struct buffer buffer = buffer_open(run->arena, 2048);
    struct json_writer json = json_writer_open(&buffer);
    struct delivery_telling telling = {
        .notices = &taking->notices,
        .language = taking->reach.language,
        .is_digest = taking->first.is_digest,
        .code = taking->code,
        .id = text_format(run->arena, "%lld.%lld.%.*s.%lld", (long long)taking->first.notice,
                          (long long)taking->first.account, TEXT_ARG(taking->channel->name),
                          (long long)taking->first.made_at),
    };
    json_object(&json);
    json_member_int(&json, "batch", taking->batch.batch);
    json_member_int(&json, "account", taking->batch.account);
    json_member_text(&json, "id", telling.id);
    if (taking->channel->way == DELIVERY_BY_MAIL) {
        struct delivery_letter letter;
        delivery_write_mail(run->arena, &telling, &letter);
        json_member_text(&json, "to", taking->reach.address);
        json_member_text(&json, "subject", letter.subject);
        json_member_text(&json, "body", letter.body);
        json_member_text(&json, "language", letter.language);
    } else {
        struct buffer note = buffer_open(run->arena, 2048);
        struct json_writer inner = json_writer_open(&note);
        bool is_person = taking->channel->way == DELIVERY_BY_MESSAGE;
        delivery_write_note(&inner, &telling, is_person ? &taking->reach : NULL,
                            taking->first.made_at);
        json_member_text(&json, "body", buffer_text(&note));
    }
    json_end(&json);
    struct buffer extra = buffer_open(run->arena, 2048);
    buffer_add(&extra, TEXT("\"message\":"));
    buffer_add(&extra, buffer_text(&buffer));
    run->answer.extra = buffer_text(&extra);
}

/* The rows are marked; what may not be sent any more is settled at once, and then there is no
 * message this time. */
static bool prepare(struct taking *taking, struct fault *fault)
{
    struct command_run *run = taking->run;
    struct view_run view = run_view(run);
    bool is_of_notices = taking->first.notice > 0;
    bool is_code = taking->first.notice == DELIVERY_CODE;
    taking->batch =
        (struct delivery_batch){taking->channel->name, taking->first.account, taking->first.notice};
    if (!delivery_take(run->store, &taking->first, run->now, fault) ||
        !reach_read(&view, taking->first.account, &taking->reach, fault)) {
        return false;
    }
    const char *why = hindrance(taking);
    if (why != NULL) {
        return give_up(taking, 0, why, fault);
    }
    if (!delivery_taken(run->arena, run->store, &taking->batch, &taking->notices, fault) ||
        !keep_his(taking, fault) ||
        (is_code && !reach_code_make(run, &taking->reach, &taking->code, fault))) {
        return false;
    }
    if (!is_of_notices || taking->notices.count > 0) {
        write_message(taking);
    }
    return true;
}

bool delivery_perform_claim(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct delivery_claim *command = fields;
    struct taking taking = {.run = run, .channel = delivery_channel_of(command->channel)};
    if (taking.channel == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return delivery_let_lapse(run->store, taking.channel, run->now, fault) &&
           delivery_next(run->store, taking.channel->name, run->now, &taking.first, fault) &&
           (taking.first.made_at == 0 || prepare(&taking, fault));
}

/* -- what became of it -- */

static struct delivery_change change_of(const struct delivery_settle *command,
                                        const struct delivery *first, int64_t now)
{
    struct delivery_change change = {TEXT(DELIVERY_SENT), command->trouble, first->due_at, now};
    int64_t waited = now - (first->is_digest ? first->due_at : first->made_at);
    int64_t pause = delivery_pause_ms(first->attempts, waited);
    bool is_over = text_is(command->end, "refused") || pause == 0;
    if (text_is(command->end, "unsure")) {
        change.state = TEXT(DELIVERY_UNSURE);
    } else if (!text_is(command->end, "taken")) {
        change.state = is_over ? TEXT(DELIVERY_GIVEN_UP) : TEXT(DELIVERY_WAITING);
        change.due_at = is_over ? first->due_at : now + pause;
        change.done_at = is_over ? now : 0;
    }
    return change;
}

/* A second word about the same batch finds it settled, and changes nothing. */
bool delivery_perform_settle(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct delivery_settle *command = fields;
    const struct delivery_channel *channel = delivery_channel_of(command->channel);
    struct delivery_batch batch = {command->channel, command->account, command->batch};
    struct delivery first;
    if (channel == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!delivery_under_way(run->store, &batch, &first, fault)) {
        return false;
    }
    if (first.made_at == 0) {
        return true;
    }
    struct delivery_change change = change_of(command, &first, run->now);
    bool is_wrong_address =
        channel->way == DELIVERY_BY_MAIL && text_is(command->end, "refused") && first.account != 0;
    return delivery_change_all(run->store, &batch, &change, fault) &&
           (!is_wrong_address ||
            reach_mark(run->store,
                       &(struct reach_mark){first.account, REACH_ASKED, command->trouble}, fault));
}

/* -- trying a way out -- */

bool delivery_perform_test(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct delivery_channel *channel = delivery_channel_of(run->parameters[0]);
    (void)fields;
    if (channel == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct view_run view = run_view(run);
    struct reach reach;
    if (!reach_read(&view, run->actor->account, &reach, fault)) {
        return false;
    }
    if (channel->way == DELIVERY_BY_MAIL && reach.address_state != REACH_CONFIRMED) {
        return fault_raise(fault, FAULT_REACH_UNCONFIRMED, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct delivery row = {
        .notice = DELIVERY_TRIAL,
        .account = channel->way == DELIVERY_BY_SYSTEM ? 0 : run->actor->account,
        .channel = channel->name,
        .state = TEXT(DELIVERY_WAITING),
        .made_at = run->now,
        .due_at = run->now,
    };
    return delivery_insert_trial(run->store, &row, fault);
}
