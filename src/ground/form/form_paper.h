#ifndef LIANDONG_GROUND_FORM_PAPER_H
#define LIANDONG_GROUND_FORM_PAPER_H

#include "ground/form/form.h"

/* The list of materials (材料清单) of all that is applied for together: each material once, with
 * the items that need it, and why it need not be handed in where that is so. What the authorities
 * hold is never asked for again (政务数据共享条例); what was handed in once is used again; an
 * application form is made from the answers. The reasons' words and their law are the pack's
 * (form_waivers). */

enum form_paper_state {
    FORM_PAPER_NEEDED,    /* the applicant hands it in */
    FORM_PAPER_GIVEN,     /* handed in with this application */
    FORM_PAPER_UPLOADED,  /* handed in for the project before */
    FORM_PAPER_FORM,      /* the form itself */
    FORM_PAPER_ISSUED,    /* result of an item of the project that is granted */
    FORM_PAPER_COMING,    /* result of an item of the project that is not granted yet */
    FORM_PAPER_ELSEWHERE, /* result of an item that the project need not do: the authority has it */
    FORM_PAPER_SHARED,    /* data held by the government */
    FORM_PAPER_GOVERNMENT, /* the government draws it up itself */
    FORM_PAPER_STATE_COUNT
};
/* "needed", "given", or the identifier of the pack's waiver: "uploaded", "form", ... */
const char *form_paper_state_code(enum form_paper_state state);

struct form_paper {
    struct text name, source; /* source as in the pack: "applicant", "data_sharing", an item */
    bool required;            /* by at least one of the items */
    bool deferrable;          /* all that require it take it later (容缺受理) */
    struct text_list needed_by;
    enum form_paper_state state;
    struct text
        held_by; /* number of the application whose result or material it is; may be empty */
    civil_date held_on;
    struct text files; /* JSON array of ids: given or uploaded; "[]" else */
};
struct form_papers {
    struct form_paper *items;
    size_t count;
};

/* What there is already. */
struct form_result {
    struct text item, number; /* of the application that was granted */
    civil_date on;
};
struct form_upload {
    struct text name, files; /* of the material; JSON array of ids */
    struct text number;      /* of the application it was handed in with */
    civil_date on;
};
struct form_shelf {
    struct form_result *results;
    size_t result_count;
    struct form_upload *uploads;
    size_t upload_count;
    struct text_list planned;   /* items of the plan */
    const struct jvalue *given; /* {"name of the material": [ids]}, or NULL */
};

/* In the order in which the items name them. */
void form_papers_of(struct arena *arena, const struct form_asked *asked,
                    const struct form_shelf *shelf, struct form_papers *out);
/* Must be handed in, is not, and cannot wait. */
bool form_paper_is_missing(const struct form_paper *paper);
/* Refuses the first that is missing, and a name in `given` that no item asks for. */
MUST_USE bool form_papers_check(const struct form_papers *papers, const struct jvalue *given,
                                struct fault *fault);
/* {"name": [ids], ...} of the materials of the item that are given or were uploaded. */
struct text form_papers_of_item(struct arena *arena, const struct form_papers *papers,
                                struct text item);

#endif
