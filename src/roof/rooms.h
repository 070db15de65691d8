#ifndef LIANDONG_ROOF_ROOMS_H
#define LIANDONG_ROOF_ROOMS_H

#include "app/kind.h"

/* The register of the house: every concept of the product, in the order of a project's life. */
extern const struct house the_house;

#endif
