#ifndef LIANDONG_COURIER_NEAR_H
#define LIANDONG_COURIER_NEAR_H

#include <stdbool.h>
#include <sys/socket.h>

/* Whether a network address leads back into one's own house: this machine, its link, a private
 * network (RFC 1918, RFC 4193), what carriers share (RFC 6598), what stands for another address
 * (IPv4 in IPv6), groups, and what is kept for documentation, benchmarks or nothing. Everything
 * that is not plainly public counts as near. Only for this folder. */
bool courier_is_near(const struct sockaddr *address);

#endif
