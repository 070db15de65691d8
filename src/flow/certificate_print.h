#ifndef LIANDONG_FLOW_CERTIFICATE_PRINT_H
#define LIANDONG_FLOW_CERTIFICATE_PRINT_H

#include "app/kind.h"

/* A certificate on paper (证照打印件): POST /certificates/{id}/print makes its PDF when it is first
 * asked for, in the slow thread, and keeps it as a file of the project; asked again, it is there.
 * What stands on it is the certificate as it was issued, with a QR code of the page where anybody
 * checks how it stands now; the PDF itself is found there by its digest too. Only a certificate
 * that is valid is printed, and none that was issued elsewhere: that one's paper is its issuer's.
 */
extern const struct room certificate_print_room;

#endif
