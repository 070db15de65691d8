/* Runs a fuzzer's function over files, without clang: `replay_x FILE...`. It then changes each file
 * a number of times (bytes flipped, cut, doubled, by a fixed sequence), so that a short run finds
 * more than the corpus itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX 65536
#ifndef CHANGES
#define CHANGES 2000
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t chance = 88172645463325252u;

static size_t draw(size_t below)
{
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return below == 0 ? 0 : (size_t)(chance % below);
}

static size_t change(uint8_t *bytes, size_t len)
{
    static const uint8_t pieces[] = {0, '\r', '\n', ' ', '\t', ':', '%', '0', 'f', ';', 0x7f, 0xff};
    for (size_t i = draw(4) + 1; i > 0 && len > 2; i--) {
        size_t at = draw(len);
        switch (draw(4)) {
        case 0: bytes[at] = pieces[draw(sizeof pieces)]; break;
        case 1: bytes[at] ^= (uint8_t)(1u << draw(8)); break;
        case 2:
            memmove(bytes + at, bytes + at + 1, len - at - 1);
            len--;
            break;
        default:
            if (len < FILE_MAX) {
                memmove(bytes + at + 1, bytes + at, len - at);
                bytes[at] = pieces[draw(sizeof pieces)];
                len++;
            }
            break;
        }
    }
    return len;
}

/* Exactly sized memory, so that a sanitizer sees a look behind the end. */
static void run(const uint8_t *bytes, size_t len)
{
    uint8_t *exact = malloc(len == 0 ? 1 : len);
    memcpy(exact, bytes, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
}

static int replay(const char *path)
{
    static uint8_t original[FILE_MAX];
    static uint8_t changed[FILE_MAX + 8];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t len = fread(original, 1, sizeof original, file);
    fclose(file);
    run(original, len);
    for (int i = 0; i < CHANGES; i++) {
        memcpy(changed, original, len);
        run(changed, change(changed, len));
    }
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        failed |= replay(argv[i]);
    }
    printf("%s 1 - %d inputs and %d changes of each bring nothing down\n1..1\n",
           failed ? "not ok" : "ok", argc - 1, CHANGES);
    return failed;
}
