#ifndef LIANDONG_DOOR_CLI_WATCH_H
#define LIANDONG_DOOR_CLI_WATCH_H

#include "door/cli/cli.h"

/* `liandong watch`: an independent watcher (台账守望). Run on a machine that is not the service's,
 * by whoever does not want to believe its operator: it keeps the newest signed head, and moves on
 * to the next only with a proof that nothing before it was changed (ledger/watch.h).
 *
 * The file of --held has one head a line, the last of each day (UTC), the newest at the end; it is
 * what another watcher is given as --with, to find out a service that shows each of them another
 * ledger. The first head is believed as it is: bring one by another way, or --key, to believe less.
 *
 * Exit status: 0 all is well; 1 alarm, on standard output and behind the file of --held with
 * ".alarm" the two heads and the proof as evidence; 2 wrong usage; 3 the service could not be
 * asked. With --every it goes on asking, also when it gets no answer, and ends only on alarm. */
extern const struct cli_command cli_watch;

#endif
