#ifndef LIANDONG_ROOF_SERVE_OPTIONS_H
#define LIANDONG_ROOF_SERVE_OPTIONS_H

#include "door/cli/cli_settings.h"
#include "roof/serve.h"

/* How it is served: what flags say (`said`), else the file of settings, else the usual. Looks at
 * all that can be seen without a database: SETTING_WRONG names the setting and how it should be.
 * `settings` must live as long as `out`. */
MUST_USE bool serve_options_of(struct cli *cli, const struct cli_serving *said,
                               struct cli_settings *settings, struct serve_options *out);

/* `config check`: the settings in force, one a line, without a secret; all of them looked at, the
 * secrets' files, the certificate and the pack too. */
extern const struct cli_command cli_config;

#endif
