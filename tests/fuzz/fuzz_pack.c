/* Any text as one file of a pack, the others being the sample city's: the checker goes through it,
 * the loader refuses it or loads it, and what the checker finds nothing wrong with, the loader
 * loads.
 *
 * The first byte chooses the file, the rest is its content. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "pack/check.h"
#include "pack/variants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const files[] = {
    "items.json",
    "fields.json",
    "milestones.json",
    "bundles.json",
    "organisations.json",
    "screening.json",
    "policies.json",
    "roles.json",
    "districts.json",
    "industries.json",
    "parks.json",
    "problem-categories.json",
    "supplement-reasons.json",
    "calendar.json",
    "pack.json",
    "corrections/C001-s-impact-planning-days.json",
    "variants.json",
};

static char folder[64];

static void remove_folder(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    ensure(system(command) == 0);
}

static void copy_sample(void)
{
    char command[4096];
    const char *root = getenv("SOURCE_ROOT");
    strcpy(folder, "/tmp/fuzz-pack-XXXXXX");
    ensure(mkdtemp(folder) != NULL);
    snprintf(command, sizeof command, "cp -r %s/data/sample-city/. %s", root == NULL ? "." : root,
             folder);
    ensure(system(command) == 0);
    atexit(remove_folder);
}

static size_t read_file(const char *path, char *bytes, size_t most)
{
    FILE *file = fopen(path, "rb");
    ensure(file != NULL);
    size_t len = fread(bytes, 1, most, file);
    fclose(file);
    return len;
}

static void write_file(const char *path, const void *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    ensure(file != NULL);
    ensure(fwrite(bytes, 1, len, file) == len);
    ensure(fclose(file) == 0);
}

/* Every truth is true and every number 50, so that most of a pack is in the plan. */
static struct facts *full_facts(struct arena *arena, const struct fact_space *space)
{
    struct facts *facts = facts_new(arena, space);
    struct jvalue truth = {.kind = JVALUE_BOOL, .truth = true};
    struct jvalue number = {.kind = JVALUE_INT, .integer = 50};
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        enum fact_type type = fact_space_field(space, i)->type;
        struct fault ignored = {0};
        if (type == FACT_BOOL || type == FACT_NUMBER || type == FACT_INTEGER) {
            ensure(facts_set(facts, i, type == FACT_BOOL ? &truth : &number, &ignored));
        }
    }
    return facts;
}

/* Routes may be refused (a day past the year 9999, too many variants); they never end in a bug. */
static bool has_routes(struct arena *arena, const struct pack *pack)
{
    struct pack_routes routes;
    struct route_set set;
    struct fault fault = {0};
    struct route_options options = {.by = pack->as_of + 30};
    if (!pack_routes_open(arena, pack, pack->as_of, &routes, &fault)) {
        return false;
    }
    options.facts = full_facts(arena, pack->spaces[PACK_SPACE_FACTS]);
    options.plan.start = pack->as_of;
    if (route_run(arena, &routes.of, &options, &set, &fault)) {
        ensure(set.routes[set.best].figures.days <= set.routes[0].figures.days);
    }
    return true;
}

static void look_at(struct arena *arena)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_findings findings = pack_check(arena, text_of(folder));
    const struct pack *pack = NULL;
    const struct plan_network *network = NULL;
    struct fault fault = {0};
    bool is_loaded = pack_load(arena, text_of(folder), &options, &pack, &fault);
    bool is_built = is_loaded && pack_network(arena, pack, pack->as_of, &network, &fault);
    bool is_whole = is_built && has_routes(arena, pack);
    ensure(findings.count > 0 || is_whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char original[1 << 16];
    char path[256];
    if (folder[0] == '\0') {
        copy_sample();
    }
    if (size == 0 || size > 32768) {
        return 0;
    }
    snprintf(path, sizeof path, "%s/%s", folder, files[data[0] % COUNT_OF(files)]);
    size_t len = read_file(path, original, sizeof original);
    struct arena *arena = arena_open((size_t)1 << 28, (size_t)1 << 30);
    write_file(path, data + 1, size - 1);
    look_at(arena);
    write_file(path, original, len);
    arena_close(arena);
    return 0;
}
