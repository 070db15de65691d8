#include "courier/near.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/compiler.h"

struct block {
    uint32_t network;
    int bits;
};

static bool is_near_v4(uint32_t address)
{
    static const struct block blocks[] = {
        {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
        {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15},
        {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4},
    };
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        if ((address ^ blocks[i].network) >> (32 - blocks[i].bits) == 0) {
            return true;
        }
    }
    return false;
}

/* Of IPv6 only what is handed out as global unicast (2000::/3) may be far, without the blocks for
 * documentation, tunnels (Teredo, 6to4) and other registries' own use. */
static bool is_near_v6(const unsigned char *a)
{
    bool is_global = (a[0] & 0xE0) == 0x20;
    bool is_special = a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02;
    bool is_example = a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0D && a[3] == 0xB8;
    bool is_6to4 = a[0] == 0x20 && a[1] == 0x02;
    return !is_global || is_special || is_example || is_6to4;
}

bool courier_is_near(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return is_near_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return is_near_v6(v6.sin6_addr.s6_addr);
    }
    return true;
}
