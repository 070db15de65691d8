#include "door/http/worker.h"

#include <arpa/inet.h>
#include <string.h>

/* Who the peer is when a trusted proxy stands before us. */

static bool is_ip_literal(struct text text)
{
    char name[INET6_ADDRSTRLEN];
    unsigned char address[sizeof(struct in6_addr)];
    if (text.len == 0 || text.len >= sizeof name) {
        return false;
    }
    memcpy(name, text.at, text.len);
    name[text.len] = '\0';
    return inet_pton(AF_INET, name, address) == 1 || inet_pton(AF_INET6, name, address) == 1;
}

/* Only the last element was written by the proxy that we trust; those before it can be anything
 * that the client liked to send. */
void forwarded_read(const struct http_options *options, struct http_request *request)
{
    if (options->trusted_proxy == NULL || !text_is(request->peer, options->trusted_proxy)) {
        return;
    }
    struct text last = TEXT_NONE;
    for (size_t i = 0; i < request->header_count; i++) {
        if (http_name_is(request->headers[i].name, "x-forwarded-for")) {
            struct text list = request->headers[i].value;
            while (list.len > 0) {
                last = text_trim(text_cut(&list, ','));
            }
        }
    }
    if (is_ip_literal(last)) {
        request->peer = last;
    }
}
