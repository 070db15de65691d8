#ifndef LIANDONG_TESTS_ENGINE_NEAR_H
#define LIANDONG_TESTS_ENGINE_NEAR_H

#include <math.h>

/* Two figures that may differ by no more than `within`; not a number is never near. After cmocka.h.
 */
#define assert_near(a, b, within)                                                                  \
    do {                                                                                           \
        double near_a = (a);                                                                       \
        double near_b = (b);                                                                       \
        double near_within = (within);                                                             \
        if (!(fabs(near_a - near_b) <= near_within)) {                                             \
            fail_msg("%.9f is not %.9f (within %g)", near_a, near_b, near_within);                 \
        }                                                                                          \
    } while (0)

#endif
