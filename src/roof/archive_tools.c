#include "roof/archive_tools.h"

#include "paper/printer.h"
#include "room/file/file.h"
#include "signer/signer.h"

static bool print_paper(void *printer, struct arena *arena, struct text document, struct text *out,
                        struct fault *fault)
{
    return printer_print(printer, arena, document, out, fault);
}

static bool sign_document(void *signer, struct text document, unsigned char *signature,
                          struct fault *fault)
{
    return signer_sign_document(signer, document, signature, fault);
}

static bool open_document(const struct view_run *run, struct archived_document *out,
                          struct fault *fault)
{
    struct file_download file;
    if (!file_open_for(run, &file, fault)) {
        return false;
    }
    *out = (struct archived_document){file.name, file.bytes};
    return true;
}

struct archive_tools archive_tools_of(struct printer *printer, struct signer *signer)
{
    return (struct archive_tools){print_paper, printer, open_document, sign_document, signer};
}
