/* base/mem: allocators that never fail quietly, cleanup attributes. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void alloc_is_zeroed(void **state)
{
    (void)state;
    AUTO_FREE unsigned char *p = mem_alloc(1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
    AUTO_FREE void *none = mem_alloc(0);
    assert_non_null(none);
}

static void resize_keeps_content(void **state)
{
    (void)state;
    AUTO_FREE int *p = mem_resize(NULL, 2, sizeof(int));
    p[0] = 7;
    p[1] = 8;
    p = mem_resize(p, 1000, sizeof(int));
    assert_int_equal(p[0], 7);
    assert_int_equal(p[1], 8);
    p = mem_resize(p, 0, sizeof(int));
    assert_non_null(p);
}

static void copies_are_own(void **state)
{
    (void)state;
    char text[] = "abc";
    AUTO_FREE char *all = mem_strdup(text);
    AUTO_FREE char *part = mem_strndup(text, 2);
    AUTO_FREE char *inside = mem_strndup("a\0b", 3);
    AUTO_FREE char *none = mem_strndup(NULL, 0);
    text[0] = 'X';
    assert_string_equal(all, "abc");
    assert_string_equal(part, "ab");
    assert_memory_equal(inside, "a\0b", 4);
    assert_string_equal(none, "");
}

static void printf_formats(void **state)
{
    (void)state;
    AUTO_FREE char *s = mem_printf("%s:%d", "post.md", 12);
    assert_string_equal(s, "post.md:12");
    AUTO_FREE char *wide = mem_printf("%5000d", 1);
    assert_int_equal(strlen(wide), 5000);
}

static char *stolen(void)
{
    AUTO_FREE char *mine = mem_strdup("kept");
    return steal(&mine);
}

static void steal_hands_on(void **state)
{
    (void)state;
    AUTO_FREE char *got = stolen();
    assert_string_equal(got, "kept");
    AUTO_FREE char *next = steal(&got);
    assert_null(got);
    assert_string_equal(next, "kept");
}

static void fd_is_closed_at_end(void **state)
{
    (void)state;
    int number;
    {
        AUTO_CLOSE int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        number = fd;
        errno = ENOTTY;
    }
    assert_int_equal(errno, ENOTTY);
    assert_int_equal(fcntl(number, F_GETFD), -1);
    assert_int_equal(errno, EBADF);
}

static void stolen_fd_stays_open(void **state)
{
    (void)state;
    int number;
    {
        AUTO_CLOSE int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
        number = fd_steal(&fd);
        assert_int_equal(fd, -1);
    }
    assert_int_not_equal(fcntl(number, F_GETFD), -1);
    close(number);
}

/* Runs ASK in a child and returns its wait status; what it said on stderr goes to SAID. */
static int status_of(void (*ask)(void), char said[200])
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        ask();
        _exit(0);
    }
    close(ends[1]);
    size_t len = 0;
    for (ssize_t n; len < 199 && (n = read(ends[0], said + len, 199 - len)) > 0;)
        len += (size_t)n;
    said[len] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void ask_overflow(void)
{
    free(mem_resize(NULL, SIZE_MAX / 2, 3));
}

static void limit_and_ask(__rlimit_resource_t resource)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(resource, &limit), 0);
    limit.rlim_cur = 1 << 20;
    assert_int_equal(setrlimit(resource, &limit), 0);
    ask_overflow();
}

static void ask_in_little_space(void)
{
    limit_and_ask(RLIMIT_AS);
}

static void ask_with_little_data(void)
{
    limit_and_ask(RLIMIT_DATA);
}

static void overflow_ends_with_message(void **state)
{
    (void)state;
    static const struct {
        void (*ask)(void);
        const char *said;
    } cases[] = {
        { ask_overflow, "snip: out of memory\n" },
        { ask_in_little_space, "snip: out of memory\n"
                               "  it is limited here: raise the limit that `ulimit -v` shows\n" },
        { ask_with_little_data, "snip: out of memory\n"
                                "  it is limited here: raise the limit that `ulimit -d` shows\n" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char said[200];
        int status = status_of(cases[i].ask, said);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 3);
        assert_string_equal(said, cases[i].said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alloc_is_zeroed),      cmocka_unit_test(resize_keeps_content),
        cmocka_unit_test(copies_are_own),       cmocka_unit_test(printf_formats),
        cmocka_unit_test(steal_hands_on),       cmocka_unit_test(fd_is_closed_at_end),
        cmocka_unit_test(stolen_fd_stays_open), cmocka_unit_test(overflow_ends_with_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
