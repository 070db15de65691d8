#include "ground/form/form_paper.h"

#include "base/buffer.h"
#include "base/json_write.h"

static const char *const state_codes[FORM_PAPER_STATE_COUNT] = {
    [FORM_PAPER_NEEDED] = "needed",        [FORM_PAPER_GIVEN] = "given",
    [FORM_PAPER_UPLOADED] = "uploaded",    [FORM_PAPER_FORM] = "form",
    [FORM_PAPER_ISSUED] = "issued",        [FORM_PAPER_COMING] = "coming",
    [FORM_PAPER_ELSEWHERE] = "elsewhere",  [FORM_PAPER_SHARED] = "shared",
    [FORM_PAPER_GOVERNMENT] = "government"};

const char *form_paper_state_code(enum form_paper_state state)
{
    return state_codes[state];
}

static struct text member(const struct jvalue *raw, const char *name)
{
    return jvalue_text(jvalue_get(raw, name), TEXT_NONE);
}

/* -- the union -- */

struct union_of {
    struct arena *arena;
    const struct form_asked *asked;
    struct form_papers papers;
    size_t capacity;
};

static struct form_paper *paper_of(struct union_of *all, struct text name)
{
    for (size_t i = 0; i < all->papers.count; i++) {
        if (text_equal(all->papers.items[i].name, name)) {
            return &all->papers.items[i];
        }
    }
    if (all->papers.count == all->capacity) {
        size_t wider = all->capacity == 0 ? 16 : all->capacity * 2;
        struct form_paper *items = arena_array(all->arena, struct form_paper, wider);
        for (size_t i = 0; i < all->papers.count; i++) {
            items[i] = all->papers.items[i];
        }
        all->papers.items = items;
        all->capacity = wider;
    }
    struct form_paper *paper = &all->papers.items[all->papers.count++];
    struct text *needed_by = arena_array(all->arena, struct text, all->asked->items.count + 1);
    *paper = (struct form_paper){
        .name = name, .deferrable = true, .needed_by = {needed_by, 0}, .files = TEXT("[]")};
    return paper;
}

static bool is_deferrable(const struct jvalue *item, struct text name)
{
    const struct jvalue *list = jvalue_get(item, "deferrable_materials");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), name)) {
            return true;
        }
    }
    return false;
}

static void add_materials(struct union_of *all, struct text code)
{
    const struct pack_record *record =
        pack_find(all->asked->pack, PACK_ITEMS, code, all->asked->on);
    const struct jvalue *list = record == NULL ? NULL : jvalue_get(record->raw, "materials");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        struct text name = member(&list->items[i], "name");
        struct text source = member(&list->items[i], "source");
        bool is_required = jvalue_bool(jvalue_get(&list->items[i], "required"), false);
        struct form_paper *paper = paper_of(all, name);
        struct text *needed_by = (struct text *)paper->needed_by.items;
        if (!text_list_has(paper->needed_by, code)) {
            needed_by[paper->needed_by.count++] = code;
        }
        /* What one item has from an authority, no other asks of the applicant. */
        if (paper->source.len == 0 || text_is(paper->source, "applicant")) {
            paper->source = source;
        }
        paper->required = paper->required || is_required;
        paper->deferrable = paper->deferrable && (!is_required || is_deferrable(record->raw, name));
    }
}

/* -- what there is already -- */

static bool is_filled(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY && array->count > 0;
}

static struct text json_of(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 64);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

static void place_result(const struct union_of *all, const struct form_shelf *shelf,
                         struct form_paper *paper)
{
    for (size_t i = 0; i < shelf->result_count; i++) {
        if (text_equal(shelf->results[i].item, paper->source)) {
            paper->state = FORM_PAPER_ISSUED;
            paper->held_by = shelf->results[i].number;
            paper->held_on = shelf->results[i].on;
            return;
        }
    }
    bool is_coming = text_list_has(shelf->planned, paper->source) ||
                     text_list_has(all->asked->items, paper->source);
    paper->state = is_coming ? FORM_PAPER_COMING : FORM_PAPER_ELSEWHERE;
}

static bool place_upload(const struct form_shelf *shelf, struct form_paper *paper)
{
    for (size_t i = 0; i < shelf->upload_count; i++) {
        if (text_equal(shelf->uploads[i].name, paper->name)) {
            paper->state = FORM_PAPER_UPLOADED;
            paper->held_by = shelf->uploads[i].number;
            paper->held_on = shelf->uploads[i].on;
            paper->files = shelf->uploads[i].files;
            return true;
        }
    }
    return false;
}

static void place(const struct union_of *all, const struct form_shelf *shelf,
                  struct form_paper *paper)
{
    const struct jvalue *given = jvalue_get(shelf->given, text_c_string(all->arena, paper->name));
    const struct pack_record *made =
        pack_find(all->asked->pack, PACK_FORM_PAPERS, paper->name, all->asked->on);
    if (text_is(paper->source, "data_sharing")) {
        paper->state = FORM_PAPER_SHARED;
    } else if (!text_is(paper->source, "applicant")) {
        place_result(all, shelf, paper);
    } else if (made != NULL) {
        paper->state = text_is(member(made->raw, "waiver"), "government") ? FORM_PAPER_GOVERNMENT
                                                                          : FORM_PAPER_FORM;
    } else if (is_filled(given)) {
        paper->state = FORM_PAPER_GIVEN;
        paper->files = json_of(all->arena, given);
    } else if (!place_upload(shelf, paper)) {
        paper->state = FORM_PAPER_NEEDED;
    }
}

void form_papers_of(struct arena *arena, const struct form_asked *asked,
                    const struct form_shelf *shelf, struct form_papers *out)
{
    struct union_of all = {.arena = arena, .asked = asked};
    for (size_t i = 0; i < asked->items.count; i++) {
        add_materials(&all, asked->items.items[i]);
    }
    for (size_t i = 0; i < all.papers.count; i++) {
        place(&all, shelf, &all.papers.items[i]);
    }
    *out = all.papers;
}

/* -- checks -- */

bool form_paper_is_missing(const struct form_paper *paper)
{
    return paper->state == FORM_PAPER_NEEDED && paper->required && !paper->deferrable;
}

static const struct form_paper *find(const struct form_papers *papers, struct text name)
{
    for (size_t i = 0; i < papers->count; i++) {
        if (text_equal(papers->items[i].name, name)) {
            return &papers->items[i];
        }
    }
    return NULL;
}

bool form_papers_check(const struct form_papers *papers, const struct jvalue *given,
                       struct fault *fault)
{
    for (uint32_t i = 0; given != NULL && i < given->count; i++) {
        if (find(papers, given->members[i].name) == NULL) {
            return fault_raise(fault, FAULT_FORM_UNASKED, TEXT("materials"),
                               FAULT_ARGS(given->members[i].name));
        }
    }
    for (size_t i = 0; i < papers->count; i++) {
        if (form_paper_is_missing(&papers->items[i])) {
            return fault_raise(fault, FAULT_FORM_MATERIAL, TEXT("materials"),
                               FAULT_ARGS(papers->items[i].name));
        }
    }
    return true;
}

struct text form_papers_of_item(struct arena *arena, const struct form_papers *papers,
                                struct text item)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (size_t i = 0; i < papers->count; i++) {
        const struct form_paper *paper = &papers->items[i];
        bool has_files = paper->state == FORM_PAPER_GIVEN || paper->state == FORM_PAPER_UPLOADED;
        if (has_files && text_list_has(paper->needed_by, item)) {
            json_name_text(&json, paper->name);
            json_raw(&json, paper->files);
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}
