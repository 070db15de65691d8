#ifndef LIANDONG_ROOF_ARCHIVE_TOOLS_H
#define LIANDONG_ROOF_ARCHIVE_TOOLS_H

#include "app/archiving.h"

struct printer;
struct signer;

/* What a project's archive needs of the house: the service and the terminal make it alike. */
struct archive_tools archive_tools_of(struct printer *printer, struct signer *signer);

#endif
