#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "place.h"
#include "signer/inside.h"
#include "signer/signer.h"

struct fixture {
    struct place place;
    struct signer *signer;
    struct fault fault;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    place_open(&fixture.place);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    signer_stop(fixture->signer);
    place_close(&fixture->place);
    return 0;
}

static bool begin(struct fixture *f)
{
    struct signer_options options = {place_path(&f->place, "keys/ledger.pem")};
    return signer_start(&options, &f->signer, &f->fault);
}

static struct ledger_head claim(int64_t size, unsigned char root)
{
    struct ledger_head head = {.size = size, .signed_at = 1767225600000};
    memset(head.root.bytes, root, sizeof head.root.bytes);
    return head;
}

static void what_it_signs_holds(void **state)
{
    struct fixture *f = *state;
    struct ledger_head head = claim(7, 1);
    assert_true(begin(f));
    assert_true(signer_sign(f->signer, &head, &f->fault));
    assert_true(ledger_head_is_signed(&head));
    assert_memory_equal(head.public_key, signer_public_key(f->signer), LEDGER_PUBLIC_KEY_SIZE);
    head.size++;
    assert_false(ledger_head_is_signed(&head));
}

static void it_signs_a_thousand_heads_in_its_cage(void **state)
{
    struct fixture *f = *state;
    assert_true(begin(f));
    for (int64_t size = 1; size <= 1000; size++) {
        struct ledger_head head = claim(size, (unsigned char)size);
        assert_true(signer_sign(f->signer, &head, &f->fault));
    }
}

static void the_key_stays_the_same_over_restarts_and_is_private(void **state)
{
    struct fixture *f = *state;
    unsigned char first[LEDGER_PUBLIC_KEY_SIZE];
    unsigned char on_disk[LEDGER_PUBLIC_KEY_SIZE];
    struct stat stat_of;
    assert_true(begin(f));
    memcpy(first, signer_public_key(f->signer), sizeof first);
    signer_stop(f->signer);
    f->signer = NULL;
    assert_true(begin(f));
    assert_memory_equal(first, signer_public_key(f->signer), sizeof first);
    assert_true(
        signer_read_public_key(place_path(&f->place, "keys/ledger.pem.pub"), on_disk, &f->fault));
    assert_memory_equal(first, on_disk, sizeof first);
    assert_int_equal(stat(place_path(&f->place, "keys/ledger.pem").at, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
    assert_int_equal(stat(place_path(&f->place, "keys").at, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0700);
}

static void it_refuses_two_truths_of_one_size(void **state)
{
    struct fixture *f = *state;
    struct ledger_head head = claim(7, 1);
    assert_true(begin(f));
    assert_true(signer_sign(f->signer, &head, &f->fault));
    assert_true(signer_sign(f->signer, &head, &f->fault)); /* the same again is no other truth */
    head = claim(7, 2);
    assert_false(signer_sign(f->signer, &head, &f->fault));
    assert_fault(f->fault, FAULT_SIGNER_FAILED);
    head = claim(6, 3);
    f->fault = (struct fault){0};
    assert_false(signer_sign(f->signer, &head, &f->fault));
    head = claim(8, 4);
    f->fault = (struct fault){0};
    assert_true(signer_sign(f->signer, &head, &f->fault));
}

static void a_file_without_a_key_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(mkdir(place_path(&f->place, "keys").at, 0700), 0);
    FILE *file = fopen(place_path(&f->place, "keys/ledger.pem").at, "w");
    fputs("not a key\n", file);
    fclose(file);
    assert_false(begin(f));
    assert_fault(f->fault, FAULT_SIGNER_FAILED);
    assert_null(f->signer);
}

static void a_killed_signer_is_a_fault_not_a_wait(void **state)
{
    struct fixture *f = *state;
    struct ledger_head head = claim(1, 1);
    assert_true(begin(f));
    kill(signer_process_id(f->signer), SIGKILL);
    assert_false(signer_sign(f->signer, &head, &f->fault));
    assert_fault(f->fault, FAULT_SIGNER_FAILED);
}

static void the_process_is_locked_in(void **state)
{
    struct fixture *f = *state;
    char line[256];
    int found = 0;
    assert_true(begin(f));
    struct text path = text_format(f->place.arena, "/proc/%d/status", signer_process_id(f->signer));
    FILE *file = fopen(path.at, "r");
    while (fgets(line, sizeof line, file) != NULL) {
        found += strcmp(line, "Seccomp:\t2\n") == 0;
        found += strcmp(line, "NoNewPrivs:\t1\n") == 0;
    }
    fclose(file);
    assert_int_equal(found, 2);
}

static void who_is_locked_in_cannot_open_a_file(void **state)
{
    (void)state;
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        if (!signer_lock_in()) {
            _exit(1);
        }
        int file = open("/dev/null", O_RDONLY);
        _exit(file >= 0 ? 2 : 3);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

int main(void)
{
#define T(claim) cmocka_unit_test_setup_teardown(claim, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(what_it_signs_holds),
        T(it_signs_a_thousand_heads_in_its_cage),
        T(the_key_stays_the_same_over_restarts_and_is_private),
        T(it_refuses_two_truths_of_one_size),
        T(a_file_without_a_key_is_refused),
        T(a_killed_signer_is_a_fault_not_a_wait),
        T(the_process_is_locked_in),
        T(who_is_locked_in_cannot_open_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
