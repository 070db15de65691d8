#ifndef LIANDONG_COURIER_SETTINGS_H
#define LIANDONG_COURIER_SETTINGS_H

#include <stddef.h>

#include "courier/courier.h"

/* The operator's settings of the ways out of the house, sections of the file of settings:
 *
 *     [mail]
 *     server = smtp://mail.example.gov.cn:587      smtps:// for TLS from the first byte
 *     from   = linkage@example.gov.cn
 *     name   = 联动平台                            shown beside it; may be left out
 *     user   = linkage                             may be left out, then without a password
 *     secret = /etc/liandong/mail.secret           a file with the password, or a credential
 *     ca     = /etc/liandong/ca.pem                may be left out: the machine's
 *
 *     [webhook sms]                                a name: letters a-z, digits, hyphens
 *     url        = https://sms.example.gov.cn/notices
 *     secret     = /etc/liandong/sms.secret        signs; 16 characters or more
 *     old_secret = /etc/liandong/sms-old.secret    signs too, while the receiver changes over
 *     for        = people                          a text-message gateway; systems: for itself
 *     near       = yes                             its address may be private or this machine's
 *     ca         = ...
 *
 * A secret stands in a file of its own that only its owner may read, never in this one. */

#define COURIER_HOOKS_MAX 8
struct courier_endpoint {
    struct text name;
    bool is_for_people;
    struct courier_hook hook;
    struct text secret, old_secret; /* files */
};
struct courier_settings {
    bool has_mail;
    struct courier_mailbox mail;
    struct text mail_secret; /* file */
    struct courier_endpoint hooks[COURIER_HOOKS_MAX];
    size_t hook_count;
};

/* One line of the file; false when it is not understood. */
struct courier_line {
    const char *section, *name, *value;
};
MUST_USE bool courier_settings_take(struct arena *arena, struct courier_settings *settings,
                                    const struct courier_line *line);
/* Reads the secrets and looks at everything. SETTING_WRONG says which is wrong and how it should
 * be. */
MUST_USE bool courier_settings_check(struct arena *arena, struct courier_settings *settings,
                                     struct fault *fault);

#endif
