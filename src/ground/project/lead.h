#ifndef LIANDONG_GROUND_PROJECT_LEAD_H
#define LIANDONG_GROUND_PROJECT_LEAD_H

#include "ground/project/project.h"

/* Registering a lead (线索登记): the eight fields that a telephone call gives. Only name and
 * district are indispensable; what is not known stays unknown. */
struct lead_register {
    struct text name;
    struct text enterprise;
    struct text industry_direction;
    struct text industry_class; /* where the direction alone does not tell */
    struct text industry_code;
    struct text total_investment_wanyuan;
    struct text land_area_mu;
    struct text district;
    struct text contact; /* personal data: sealed, never in the ledger */
    struct text source;
    struct text reference;
    struct text facts;                 /* JSON of screening facts known already */
    struct text_list not_duplicate_of; /* numbers of similar leads looked at and found different */
};

extern const struct field_table lead_register_table;

struct city;

/* Whether the pack knows what the lead names, and the lead's own sense. */
MUST_USE bool lead_check(const struct city *city, const struct lead_register *lead,
                         struct fault *fault);

struct command_run;

/* What registering does, for one lead: checks, number, event, sealed contact. `origin` says which
 * row of which spreadsheet it came from; empty: somebody registered it. */
MUST_USE bool lead_take_in(struct command_run *run, const struct lead_register *lead,
                           struct text origin, struct fault *fault);

struct facts;
/* What is known of a project at its screening, in the pack's space of leads: the added facts and
 * the columns of the project. */
MUST_USE bool lead_read_facts(struct arena *arena, const struct project *project,
                              struct facts *facts, struct fault *fault);

struct lead_facts {
    struct text facts;
};
extern const struct field_table lead_facts_command_table;

#endif
