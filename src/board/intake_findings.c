#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "board/intake_form.h"
#include "pack/pack.h"
#include "room/planning/planning.h"

/* The check before submission. The words of a stop are those with which the submission would be
 * refused: the same functions are asked. */

struct finding {
    const char *kind;
    struct text field, item, material;
    struct text what, why, act;
};

struct notes {
    const struct intake_form *form;
    struct json_writer stops, warnings;
};

static bool is_zh(const struct intake_form *form)
{
    return form->run->actor->language == LANGUAGE_ZH;
}

static void add(struct json_writer *json, const struct finding *finding)
{
    json_object(json);
    json_member_text(json, "kind", text_of(finding->kind));
    json_member_text_or_null(json, "field", finding->field);
    json_member_text_or_null(json, "item", finding->item);
    json_member_text_or_null(json, "material", finding->material);
    json_member_text(json, "what", finding->what);
    json_member_text_or_null(json, "why", finding->why);
    json_member_text_or_null(json, "do", finding->act);
    json_end(json);
}

static struct text say(const struct intake_form *form, const char *zh, const char *en)
{
    return text_of(is_zh(form) ? zh : en);
}

static void add_fault(struct notes *notes, struct finding finding, const struct fault *fault)
{
    enum language language = notes->form->run->actor->language;
    finding.what = fault_sentence(notes->form->run->arena, fault, language);
    finding.act = fault_advice(notes->form->run->arena, fault, language);
    add(&notes->stops, &finding);
}

/* "X、Y 需要" */
static struct text asked_by(const struct intake_form *form, struct text_list items)
{
    struct buffer names = buffer_open(form->run->arena, 128);
    for (size_t i = 0; i < items.count; i++) {
        buffer_add(&names, i > 0 ? say(form, "、", ", ") : TEXT_NONE);
        buffer_add(&names,
                   city_item_name(form->run->city, items.items[i], form->run->actor->language));
    }
    return text_format(form->run->arena, is_zh(form) ? "%.*s需要" : "needed by %.*s",
                       TEXT_ARG(buffer_text(&names)));
}

/* -- items -- */

static struct text node_name(const struct intake_form *form, const struct application_node *node)
{
    const struct pack_record *milestone =
        pack_find(city_pack(form->run->city), PACK_MILESTONES, node->code, CIVIL_DATE_NONE);
    return milestone == NULL ? node->code : is_zh(form) ? milestone->name : milestone->name_en;
}

/* Works, completion: nobody surveys a building before it stands. */
static void warn_milestones(struct notes *notes, const struct application_node *node)
{
    const struct intake_form *form = notes->form;
    for (size_t i = 0; node != NULL && i < node->after.count; i++) {
        const struct application_node *before =
            application_plan_find(&form->plan->plan, node->after.items[i]);
        if (before == NULL || before->is_item ||
            milestone_day_of(&form->milestones, before->code) != CIVIL_DATE_NONE) {
            continue;
        }
        struct text name = node_name(form, before);
        struct finding finding = {
            .kind = "gate",
            .item = node->code,
            .what = text_format(form->run->arena,
                                is_zh(form) ? "尚未登记“%.*s”" : "'%.*s' is not reported yet",
                                TEXT_ARG(name)),
            .why = say(form, "本事项在该里程碑之后办理", "this item comes after that milestone"),
            .act = say(form, "已达到的，请先登记里程碑",
                       "report the milestone first if it is reached")};
        add(&notes->warnings, &finding);
    }
}

/* Five days to look at it, then the limit: beyond the plan's latest day production moves. */
static void warn_late(struct notes *notes, const struct application_node *node)
{
    const struct intake_form *form = notes->form;
    char due_text[CIVIL_DATE_TEXT_SIZE], latest_text[CIVIL_DATE_TEXT_SIZE];
    if (node == NULL || !node->leads || node->latest_finish == CIVIL_DATE_NONE) {
        return;
    }
    struct city_due due = city_due(form->run->city, form->run->today, node->days);
    if (due.day <= node->latest_finish) {
        return;
    }
    struct text due_on = civil_date_write(due.day, due_text);
    struct text latest = civil_date_write(node->latest_finish, latest_text);
    struct finding finding = {
        .kind = "late",
        .item = node->code,
        .what =
            text_format(form->run->arena,
                        is_zh(form) ? "今天提交，预估 %.*s 办结，晚于方案最迟的 %.*s"
                                    : "submitted today it would end on %.*s (an estimate), after "
                                      "the plan's latest day %.*s",
                        TEXT_ARG(due_on), TEXT_ARG(latest)),
        .why = say(form, "按方案的天数推算，会推迟投产", "by the plan's days; production moves"),
        .act = say(form, "尽快提交，并请代办员协调", "submit soon, and ask the navigator to help")};
    add(&notes->warnings, &finding);
}

/* Without a promise or a limit of the law, the day is planning's and no one's word. */
static void warn_no_limit(struct notes *notes, struct text code)
{
    const struct pack_record *item = application_item(notes->form->run, code);
    if (jvalue_is_number(jvalue_get(item->raw, "promised_days")) ||
        jvalue_is_number(jvalue_get(item->raw, "statutory_days"))) {
        return;
    }
    struct finding finding = {
        .kind = "limit",
        .item = code,
        .what = text_format(notes->form->run->arena,
                            is_zh(notes->form) ? "“%.*s”没有公布的办理时限"
                                               : "no limit is published for '%.*s'",
                            TEXT_ARG(city_item_name(notes->form->run->city, code,
                                                    notes->form->run->actor->language))),
        .why =
            say(notes->form, "预计天数仅供计划，不是承诺", "the days are for planning, no promise"),
        .act = TEXT_NONE};
    add(&notes->warnings, &finding);
}

static void check_items(struct notes *notes)
{
    const struct intake_form *form = notes->form;
    for (size_t i = 0; i < form->items.count; i++) {
        struct text code = form->items.items[i];
        const struct application_node *node = application_plan_find(&form->plan->plan, code);
        struct application_wish wish = {
            code, city_item_name(form->run->city, code, form->run->actor->language)};
        struct application_wishes wishes = {&wish, 1};
        struct fault fault = {.code = FAULT_NONE};
        if (!application_decide_intake(form->run->arena, &form->plan->plan, &form->plan->briefs,
                                       &wishes, &fault)) {
            add_fault(notes, (struct finding){.kind = "item", .item = code}, &fault);
        }
        warn_milestones(notes, node);
        warn_late(notes, node);
        warn_no_limit(notes, code);
    }
}

/* -- fields -- */

static bool differs(const struct jvalue *a, const struct jvalue *b)
{
    bool is_text = a->kind == JVALUE_TEXT && b->kind == JVALUE_TEXT;
    bool is_bool = a->kind == JVALUE_BOOL && b->kind == JVALUE_BOOL;
    bool is_int = a->kind == JVALUE_INT && b->kind == JVALUE_INT;
    return is_text   ? !text_equal(a->text, b->text)
           : is_bool ? a->truth != b->truth
           : is_int  ? a->integer != b->integer
                     : true;
}

/* The applicant may know better; the reader must be told that two things are said. */
static void warn_differs(struct notes *notes, const struct form_field *field,
                         const struct form_filled *filled)
{
    const struct intake_form *form = notes->form;
    const struct jvalue *answer =
        jvalue_get(form->answers, text_c_string(form->run->arena, field->id));
    bool is_typed = filled->from != NULL && answer != NULL && differs(answer, filled->value);
    if (!is_typed && filled->other == NULL) {
        return;
    }
    struct text name = form_field_name(field, form->run->actor->language);
    struct finding finding = {
        .kind = "differs",
        .field = field->id,
        .what = text_format(form->run->arena,
                            is_zh(form) ? "“%.*s”与平台已有的不一致"
                                        : "'%.*s' differs from what the platform has",
                            TEXT_ARG(name)),
        .why = say(form, "同一件事有两种说法，部门会核对",
                   "two things are said of one; the department will look into it"),
        .act = say(form, "请核对；以填写的为准提交", "check it; what you typed is submitted")};
    add(&notes->warnings, &finding);
}

static void warn_uscc(struct notes *notes, const struct form_field *field)
{
    const struct intake_form *form = notes->form;
    struct text number = jvalue_text(
        jvalue_get(form->answers, text_c_string(form->run->arena, field->id)), TEXT_NONE);
    if (!text_is(field->check, "uscc") || number.len != 18 || form_uscc_fits(number)) {
        return;
    }
    struct finding finding = {
        .kind = "check_character",
        .field = field->id,
        .what = say(form, "统一社会信用代码的校验位不符",
                    "the check character of the code does not fit"),
        .why = say(form, "GB 32100-2015；存量号码中有例外",
                   "GB 32100-2015; there are exceptions in use"),
        .act = say(form, "请对照电子营业执照核对", "compare it with the electronic licence")};
    add(&notes->warnings, &finding);
}

static void check_fields(struct notes *notes)
{
    const struct intake_form *form = notes->form;
    for (size_t i = 0; i < form->form.count; i++) {
        const struct form_field *field = &form->form.fields[i];
        struct fault fault = {.code = FAULT_NONE};
        if (!form_field_check(form->run->arena, field, form->answers, &fault)) {
            struct finding finding = {
                .kind = "field", .field = field->id, .why = asked_by(form, field->asked_by)};
            add_fault(notes, finding, &fault);
            continue;
        }
        warn_differs(notes, field, &form->filled[i]);
        warn_uscc(notes, field);
    }
}

/* -- materials -- */

static void check_papers(struct notes *notes)
{
    const struct intake_form *form = notes->form;
    for (size_t i = 0; i < form->papers.count; i++) {
        const struct form_paper *paper = &form->papers.items[i];
        struct finding finding = {
            .kind = "material", .material = paper->name, .why = asked_by(form, paper->needed_by)};
        if (form_paper_is_missing(paper)) {
            struct fault fault = {.code = FAULT_NONE};
            fault_raise(&fault, FAULT_FORM_MATERIAL, TEXT("materials"), FAULT_ARGS(paper->name));
            add_fault(notes, finding, &fault);
        } else if (paper->state == FORM_PAPER_NEEDED && paper->required) {
            finding.kind = "deferred";
            finding.what =
                text_format(form->run->arena,
                            is_zh(form) ? "“%.*s”可以后补（容缺受理）" : "'%.*s' may follow later",
                            TEXT_ARG(paper->name));
            finding.act = say(form, "受理时约定补交日期", "a day is agreed on acceptance");
            add(&notes->warnings, &finding);
        } else if (paper->state == FORM_PAPER_COMING) {
            finding.kind = "coming";
            finding.what = text_format(form->run->arena,
                                       is_zh(form) ? "“%.*s”所出自的事项尚未办结"
                                                   : "the item that '%.*s' comes from is not done",
                                       TEXT_ARG(paper->name));
            finding.act = say(form, "不必提交；部门将在其办结后取用",
                              "nothing to hand in; the department takes it when it is there");
            add(&notes->warnings, &finding);
        }
    }
}

/* -- contradictions -- */

/* The facts as the answers would have them: a decimal text is a number again. */
static const struct jvalue *supposed_facts(const struct intake_form *form,
                                           const struct jvalue *facts, struct fault *fault)
{
    struct arena *arena = form->run->arena;
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    const struct jvalue *over = NULL;
    json_object(&json);
    for (size_t i = 0; i < form->form.count; i++) {
        const struct form_field *field = &form->form.fields[i];
        const struct jvalue *answer = jvalue_get(form->answers, text_c_string(arena, field->id));
        struct fault unfit = {.code = FAULT_NONE};
        const struct jvalue *source =
            field->sources != NULL && field->sources->count > 0 ? &field->sources->items[0] : NULL;
        bool is_fact = text_is(jvalue_text(jvalue_get(source, "kind"), TEXT_NONE), "fact");
        if (answer == NULL || !is_fact || !form_field_check(arena, field, form->answers, &unfit)) {
            continue;
        }
        json_name_text(&json, jvalue_text(jvalue_get(source, "name"), TEXT_NONE));
        bool is_number = field->type == FORM_NUMBER || field->type == FORM_MONEY;
        if (is_number) {
            json_raw(&json, answer->text);
        } else {
            json_value(&json, answer);
        }
    }
    json_end(&json);
    return json_read(arena, buffer_text(&buffer), &over, fault) ? jvalue_merge(arena, facts, over)
                                                                : NULL;
}

static bool check_contradictions(struct notes *notes, struct fault *fault)
{
    const struct intake_form *form = notes->form;
    const struct view_run *run = form->run;
    const struct pack *pack = city_pack(run->city);
    struct planning_facts known;
    struct fact_warnings *warnings = arena_new(run->arena, struct fact_warnings);
    if (!planning_facts_of(run->arena, run->store, form->project.id, &known, fault)) {
        return false;
    }
    const struct jvalue *supposed = supposed_facts(
        form, planning_facts_object(run->arena, run->city, &form->project, &known), fault);
    struct facts *facts = facts_new(run->arena, pack->spaces[PACK_SPACE_FACTS]);
    if (supposed == NULL || !facts_read(facts, supposed, NULL, fault)) {
        return false;
    }
    pack_warn(pack, facts, warnings);
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        struct finding finding = {
            .kind = "contradiction",
            .what = is_zh(form) ? warnings->items[i].zh : warnings->items[i].en,
            .why = say(form, "按所填内容和项目信息推断", "by what is typed and what is known"),
            .act = say(form, "请核对相关各项", "check what is concerned")};
        add(&notes->warnings, &finding);
    }
    return true;
}

bool intake_findings_write(struct json_writer *json, const struct intake_form *form,
                           struct fault *fault)
{
    struct arena *arena = form->run->arena;
    struct buffer stops = buffer_open(arena, 1024);
    struct buffer warnings = buffer_open(arena, 1024);
    struct notes notes = {form, json_writer_open(&stops), json_writer_open(&warnings)};
    json_array(&notes.stops);
    json_array(&notes.warnings);
    check_items(&notes);
    check_fields(&notes);
    check_papers(&notes);
    if (!check_contradictions(&notes, fault)) {
        return false;
    }
    json_end(&notes.stops);
    json_end(&notes.warnings);
    json_name(json, "stops");
    json_raw(json, buffer_text(&stops));
    json_name(json, "warnings");
    json_raw(json, buffer_text(&warnings));
    return true;
}
