#include "sheet/sheet_xml.h"

#include <string.h>

bool sheet_refuse(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_SHEET_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

struct parsing {
    XML_Parser parser;
    const struct sheet_listener *listener;
    int depth;
    bool has_type; /* a document type was begun */
    bool too_deep;
};

static const char *bare(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

const char *sheet_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(bare(attributes[i]), name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

static void on_begin(void *context, const char *name, const char **attributes)
{
    struct parsing *parsing = context;
    if (++parsing->depth > SHEET_DEPTH_MAX) {
        parsing->too_deep = true;
        XML_StopParser(parsing->parser, XML_FALSE);
        return;
    }
    parsing->listener->begin(parsing->listener->context, bare(name), attributes);
}

static void on_end(void *context, const char *name)
{
    struct parsing *parsing = context;
    parsing->depth--;
    if (parsing->listener->end != NULL) {
        parsing->listener->end(parsing->listener->context, bare(name));
    }
}

static void on_words(void *context, const char *at, int len)
{
    struct parsing *parsing = context;
    if (parsing->listener->words != NULL) {
        parsing->listener->words(parsing->listener->context, at, len);
    }
}

static void on_type(void *context, const char *name, const char *system, const char *public,
                    int has_inner)
{
    struct parsing *parsing = context;
    (void)name;
    (void)system;
    (void)public;
    (void)has_inner;
    parsing->has_type = true;
    XML_StopParser(parsing->parser, XML_FALSE);
}

static bool explain(const struct parsing *parsing, struct fault *fault)
{
    if (parsing->has_type) {
        return sheet_refuse(fault, "含有文档类型声明", "it declares a document type");
    }
    if (parsing->too_deep) {
        return sheet_refuse(fault, "嵌套过深", "it is nested too deep");
    }
    return sheet_refuse(fault, "内部 XML 有误", "its inner XML is not well formed");
}

static bool feed(struct sheet_reading *reading, zip_file_t *file, struct parsing *parsing,
                 struct fault *fault)
{
    size_t own = 0;
    for (;;) {
        void *piece = XML_GetBuffer(parsing->parser, 16384);
        zip_int64_t got = piece == NULL ? -1 : zip_fread(file, piece, 16384);
        if (got < 0) {
            return sheet_refuse(fault, "压缩内容已损坏", "what is packed in it is damaged");
        }
        own += (size_t)got;
        reading->expanded += (size_t)got;
        if (own > SHEET_MEMBER_MAX || reading->expanded > SHEET_EXPANDED_MAX) {
            return sheet_refuse(fault, "展开后过大", "it expands to too much");
        }
        if (XML_ParseBuffer(parsing->parser, (int)got, got == 0) != XML_STATUS_OK) {
            return explain(parsing, fault);
        }
        if (got == 0) {
            return true;
        }
    }
}

bool sheet_member(struct sheet_reading *reading, const char *name,
                  const struct sheet_listener *listener, bool *out_found, struct fault *fault)
{
    zip_file_t *file = zip_fopen(reading->archive, name, 0);
    *out_found = file != NULL;
    if (file == NULL) {
        return true;
    }
    struct parsing parsing = {.parser = XML_ParserCreate("UTF-8"), .listener = listener};
    ensure(parsing.parser != NULL);
    XML_SetUserData(parsing.parser, &parsing);
    XML_SetElementHandler(parsing.parser, on_begin, on_end);
    XML_SetCharacterDataHandler(parsing.parser, on_words);
    XML_SetStartDoctypeDeclHandler(parsing.parser, on_type);
    bool fine = feed(reading, file, &parsing, fault);
    XML_ParserFree(parsing.parser);
    (void)zip_fclose(file);
    return fine;
}
