#ifndef LIANDONG_PAPER_PRINTER_H
#define LIANDONG_PAPER_PRINTER_H

#include "paper/paper.h"

/* The process that prints. Libraries for type and fonts are large, and what they are given was
 * typed by strangers; so they live apart from the service, without its memory, files and sockets.
 *
 * It is forked off at the start, before any thread, and forks once more for each document: that
 * child locks itself in (no new privileges, no program, no socket, no file to write, ten seconds of
 * processor, 1 GiB of memory), loads the fonts, prints and ends. What one document does to it
 * cannot reach the next, and a crash costs one PDF. The fonts are not loaded before: the library
 * does that in a thread of its own, and a thread does not live through a fork.
 *
 *     struct printer *printer;
 *     printer_start(&printer, fault);
 *     printer_print(printer, arena, json, &pdf, fault);
 *     printer_stop(printer);
 */
struct printer;

#define PRINTER_PDF_MAX ((size_t)16 << 20)

/* Before the process has threads. PAPER_FAILED when there is no process to be had; a missing font
 * is no failure here, but the answer to each document. */
MUST_USE bool printer_start(struct printer **out, struct fault *fault);
void printer_stop(struct printer *printer); /* NULL is allowed */

/* Any thread; one at a time, the others wait. Takes some 100 ms. PAPER_INVALID, PAPER_NO_FONT,
 * PAPER_FAILED; `printer` NULL gives PAPER_FAILED. */
MUST_USE bool printer_print(struct printer *printer, struct arena *arena, struct text json,
                            struct text *out, struct fault *fault);

/* Between the files of this floor: locks the printing child in. False when the kernel won't. */
MUST_USE bool printer_lock_in(void);

#endif
