#ifndef LIANDONG_DOOR_CLI_VERIFY_H
#define LIANDONG_DOOR_CLI_VERIFY_H

#include "door/cli/cli.h"

/* `liandong verify FILE`: whether a certificate, a letter or a receipt is genuine, without a
 * server, a database or a network, with the published key.
 *
 *     a file of proof (证明文件, ledger/testimony.h)   of a certificate or a letter
 *     a PDF                                           of a letter, with its file of proof beside it
 *                                                     (NAME.proof.json) or named by --proof
 *     a receipt                                       as the API or `ledger prove` writes it
 *
 * The key is --key FILE, else keys/ledger.pem.pub of the installation's home. Exit status: 0
 * genuine and in force; 1 not genuine, or no longer in force (revoked, withdrawn, replaced,
 * expired); 2 wrong usage; 3 whole in itself, but there was no published key to compare with. */
extern const struct cli_command cli_verify;

#endif
