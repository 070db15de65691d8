/* The test application as a program of its own, for measuring and for probing by hand:
 *     echo_server [PORT [WORKERS]]
 * It prints its port, and ends when its standard input does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "echo_handler.h"

int main(int argc, char **argv)
{
    struct echo *echo = echo_open();
    struct http_options options = {
        .port = argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0,
        .workers = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 2,
        .context = echo,
        .handle = echo_handle,
        .body_limit = echo_body_limit,
    };
    struct http_server *server = NULL;
    struct fault fault = {0};
    if (!http_server_open(&options, &server, &fault)) {
        fprintf(stderr, "%s: %s\n", fault_code_name(fault.code), fault.arguments[1]);
        return 1;
    }
    printf("%u\n", (unsigned)http_server_port(server));
    fflush(stdout);
    char line[256];
    while (fgets(line, sizeof line, stdin) != NULL) {
        echo_tell(echo, text_of(line));
    }
    http_server_stop(server, 1000);
    struct http_figures figures = http_server_figures(server);
    fprintf(stderr, "accepted %llu requests %llu refused %llu\n",
            (unsigned long long)figures.accepted, (unsigned long long)figures.requests,
            (unsigned long long)figures.refused);
    echo_close(echo);
    http_server_close(server);
    return 0;
}
