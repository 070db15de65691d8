#ifndef LIANDONG_ROOF_FORM_PAGE_H
#define LIANDONG_ROOF_FORM_PAGE_H

#include "app/kind.h"

/* GET /forms/{code}: what the field tables say of a concept's commands ("absence": absence.note,
 * absence.end), for whoever draws forms, so that labels, bounds and choices are said once. Nothing
 * about data; of commands and lists only those that the asker's role may use.
 *
 *     {"acts":[{"command":"absence.note","title":"登记离岗与代班","method":"POST","path":"/absences",
 *               "fields":[{"name":"kind","label":"事由","kind":"choice","required":true,
 *                          "options":[{"id":"leave","name":"休假"}]}]}],
 *      "lists":[{"view":"absence.list","title":"离岗与代班","path":"/absences"}]}
 *
 * A field that names a list of the city's data brings its records in force as `options`; one that
 * names an account, a project and the like says so in `names`, and the page asks for those. */
extern const struct room form_room;

#endif
