#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cage/cage.h"

/* Of Landlock's second and third version; older headers do not name them. */
#define REFER (1ULL << 13)
#define TRUNCATE (1ULL << 14)

#define OF_FILES (LANDLOCK_ACCESS_FS_WRITE_FILE)
#define OF_FOLDERS                                                                                 \
    (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                              \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK)
#define OF_NOBODY                                                                                  \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM)

static bool allow_below(int rules, const char *path, __u64 of_files, __u64 of_folders)
{
    struct stat about;
    struct landlock_path_beneath_attr beneath = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (beneath.parent_fd < 0) {
        return errno == ENOENT;
    }
    bool done = fstat(beneath.parent_fd, &about) == 0;
    beneath.allowed_access = S_ISDIR(about.st_mode) ? of_files | of_folders : of_files;
    done =
        done && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    close(beneath.parent_fd);
    return done;
}

bool cage_write_below(const char *const *folders, size_t count, bool *out_held)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    __u64 of_files = OF_FILES | (version >= 3 ? TRUNCATE : 0);
    __u64 of_folders = OF_FOLDERS | (version >= 2 ? REFER : 0);
    struct landlock_ruleset_attr handled = {of_files | of_folders | OF_NOBODY};
    *out_held = version >= 1;
    if (!*out_held) {
        return true;
    }
    int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
    bool held = rules >= 0;
    for (size_t i = 0; i < count && held; i++) {
        held = allow_below(rules, folders[i], of_files, of_folders);
    }
    held = held && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0) {
        close(rules);
    }
    return held;
}
