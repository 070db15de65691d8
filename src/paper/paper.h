#ifndef LIANDONG_PAPER_PAPER_H
#define LIANDONG_PAPER_PAPER_H

#include "base/fault.h"
#include "base/text.h"

/* Paper: a document of paragraphs, tables and a QR code becomes a PDF of A4 pages with Chinese
 * type. This floor knows no word of the trade; whoever wants a letter composes blocks.
 *
 * A document is JSON, so that it can be kept, sent to another process and printed again years
 * later:
 *
 *     {"title":"..","author":"..","subject":"..","created":"2026-11-29","header":"..","watermark":"..",
 *      "blocks":[{"is":"title","text":".."}, ...]}
 *
 * title, created and blocks are required. Blocks, by "is":
 *
 *     issuer     text    who issues, large, centred, a rule below
 *     title      text    centred
 *     number     text    centred, below a title
 *     addressee  text    flush left
 *     text       text    a paragraph, first line indented by two characters
 *     heading    text
 *     small      text    grey, small: side texts, notes
 *     list       items   numbered
 *     pairs      rows    two columns with borders: name, value
 *     table      columns, rows     borders; the head is repeated on each page
 *     closing    lines   flush right, kept on one page
 *     qr         data, text        a QR code (ISO/IEC 18004, level M) with text beside it
 *
 * Each page ends with the header text and "page / pages". Long paragraphs and rows of tables break
 * over pages. The same document gives the same bytes wherever the same libraries and fonts are
 * installed: dates come from `created`, never from a clock. Text stays text: it can be searched and
 * copied.
 *
 * Bounds: what is larger is refused with PAPER_INVALID before anything is drawn. */
#define PAPER_JSON_MAX ((size_t)512 << 10)
#define PAPER_BLOCKS_MAX 500
#define PAPER_ROWS_MAX 2000 /* of a table, items of a list */
#define PAPER_COLUMNS_MAX 10
#define PAPER_TEXT_MAX 20000 /* characters of one text */
#define PAPER_PAGES_MAX 200

enum paper_kind {
    PAPER_ISSUER,
    PAPER_TITLE,
    PAPER_NUMBER,
    PAPER_ADDRESSEE,
    PAPER_TEXT,
    PAPER_HEADING,
    PAPER_SMALL,
    PAPER_LIST,
    PAPER_PAIRS,
    PAPER_TABLE,
    PAPER_CLOSING,
    PAPER_QR,
    PAPER_KIND_COUNT
};

struct paper_cells {
    const struct text *cells; /* as many as the table has columns */
};

struct paper_block {
    enum paper_kind kind;
    struct text text;        /* of a QR code: what stands beside it */
    struct text data;        /* of a QR code */
    uint32_t column_count;   /* table: of columns; list, closing: 1; pairs: 2 */
    const struct text *head; /* table */
    uint32_t row_count;
    const struct paper_cells *rows;
};

struct paper {
    struct text title, author, subject, created, header, watermark;
    const struct paper_block *blocks;
    uint32_t block_count;
};

struct arena;

/* Reads and checks a document; its texts are the arena's. PAPER_INVALID names the block. */
MUST_USE bool paper_read(struct arena *arena, struct text json, const struct paper **out,
                         struct fault *fault);

/* The whole PDF, in the arena. PAPER_NO_FONT when no font with Chinese characters is installed,
 * PAPER_FAILED when the library fails or there would be too many pages. Not safe against hostile
 * fonts: call it through a printer (printer.h). */
MUST_USE bool paper_render(struct arena *arena, const struct paper *paper, struct text *out,
                           struct fault *fault);

#endif
