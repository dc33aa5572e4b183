/*
 * box/watch/cgroup: a snip's cgroups go with it, or with the next, and nobody else's do. All is tried
 * where snip finds a place for them, and in version 2 wherever a cgroup of that can be made, be it
 * that it can limit nothing.
 */
#include "unit.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "box/watch/cgroup.h"
#include "file/fs.h"

enum { BOUND_MS = 60000, MIB = 1 << 20 };

static bool planted; /* cgroups are made in a tree of version 2, not where snip finds a place, … */
static char *tree;   /* … this one; NULL: none can be made */

/* Skips a test of what a machine need not have: it may well lack that, under CI too. */
#define lacks(LACKS, REASON)                                                                       \
    do {                                                                                           \
        if (LACKS) {                                                                               \
            print_message("# skipped: %s\n", REASON);                                              \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

/* Of a tree of version 2 a machine may have none. */
#define need_group(MADE)                                                                           \
    do {                                                                                           \
        if (planted)                                                                               \
            need_tree();                                                                           \
        need(MADE, "no cgroup can be made here");                                                  \
    } while (0)

#define need_tree() lacks(!tree, "no cgroup of version 2 can be made here")

static void a_cgroup_comes_and_goes(void **state)
{
    (void)state;
    need(cgroup_version() > 0, "no cgroup can be made here");
    struct cgroup group;
    assert_true(cgroup_open(&group, 64 * MIB));
    AUTO_FREE char *path = mem_strdup(group.path);
    assert_true(fs_is_dir(path));
    assert_false(cgroup_exhausted(&group));
    cgroup_close(&group);
    assert_null(group.path);
    assert_false(fs_exists(path));
    assert_false(cgroup_open(&group, 0));
    cgroup_close(&group);
}

/* Runs BODY in a child, which tells the path it works on over *END, and waits for the end of that. */
static pid_t start_child(void (*body)(int pipe), int *end, char *path, size_t size)
{
    int ends[2];
    char byte;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        body(ends[1]);
        exit(read(ends[1], &byte, 1) == 0 ? 0 : 1);
    }
    close(ends[1]);
    ssize_t n = read(ends[0], path, size - 1);
    path[n > 0 ? n : 0] = '\0';
    *end = ends[0];
    return pid;
}

static void kill_child(pid_t pid, int end)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(end);
}

/* Lets it end in peace. */
static void end_child(pid_t pid, int end)
{
    int status;
    close(end);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* Must run before this process has made a cgroup itself: a child would make its own below that. */
static void make_group(int out)
{
    static struct cgroup group; /* it may still be there when the child ends */
    bool made = planted ? tree && cgroup_begin(tree, 2) && cgroup_make(&group)
                        : cgroup_open(&group, 64 * MIB);
    if (made)
        dprintf(out, "%s", group.path);
    else
        dprintf(out, "%c", '\0');
}

/* The folder of this process's cgroup of version 2; NULL where there is none. */
static char *own_of_version_2(void)
{
    char line[1024], mount[512], root[512], path[512] = "";
    FILE *file = fopen("/proc/self/cgroup", "r");
    while (file && fgets(line, sizeof(line), file))
        sscanf(line, "0::%511s", path);
    if (file)
        fclose(file);
    char *found = NULL;
    file = fopen("/proc/self/mountinfo", "r");
    while (file && !found && fgets(line, sizeof(line), file))
        if (strstr(line, " - cgroup2 ") &&
            sscanf(line, "%*s %*s %*s %511s %511s", root, mount) == 2 &&
            (strcmp(root, "/") == 0 || text_starts(path, root)))
            found = mem_printf("%s%s", mount, path + (strcmp(root, "/") == 0 ? 0 : strlen(root)));
    if (file)
        fclose(file);
    return found;
}

/* Makes a tree of version 2, where one can be made. */
static int plant(void **state)
{
    (void)state;
    AUTO_FREE char *own = own_of_version_2();
    AUTO_FREE char *path = own ? path_join(own, "test-cgroup-XXXXXX") : NULL;
    if (path && mkdtemp(path))
        tree = steal(&path);
    planted = true;
    return 0;
}

static int fell(void **state)
{
    (void)state;
    int result = tree ? rmdir(tree) : 0;
    mem_free_at(&tree);
    planted = false;
    return result;
}

static void cgroups_go_with_their_snip(void **state)
{
    (void)state;
    char path[512];
    int end;
    pid_t pid = start_child(make_group, &end, path, sizeof(path));
    bool made = path[0] != '\0', there = fs_is_dir(path);
    end_child(pid, end);
    need_group(made);
    assert_true(there);
    assert_false(fs_exists(path));
}

static void the_next_start_sweeps_what_a_killed_snip_left(void **state)
{
    (void)state;
    char path[512], other[512], third[512];
    int end, other_end, third_end;
    pid_t pid = start_child(make_group, &end, path, sizeof(path));
    bool made = path[0] != '\0';
    pid_t lives = start_child(make_group, &other_end, other, sizeof(other));
    kill_child(pid, end);
    bool left = fs_is_dir(path);
    pid_t next = start_child(make_group, &third_end, third, sizeof(third));
    bool swept = !fs_exists(path), spared = fs_is_dir(other) && fs_is_dir(third);
    end_child(next, third_end);
    end_child(lives, other_end);
    need_group(made);
    assert_true(left);
    assert_true(swept);
    assert_true(spared);
    assert_false(fs_exists(other));
    assert_false(fs_exists(third));
}

/* The folder in which snip makes its own, where it has made PATH below its own. */
static char *parent_of(const char *path)
{
    AUTO_FREE char *own = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    return mem_strndup(own, (size_t)(strrchr(own, '/') - own));
}

/* Somebody else's cgroup, and a process in it. */
struct stranger {
    char *path;
    pid_t pid;
};

/* Makes one at FOLDER/NAME. */
static struct stranger start_stranger(const char *folder, const char *name)
{
    struct stranger stranger = { .path = path_join(folder, name) };
    AUTO_FREE char *procs = path_join(stranger.path, "cgroup.procs");
    assert_int_equal(mkdir(stranger.path, 0755), 0);
    stranger.pid = fork();
    if (stranger.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            pause();
    }
    FILE *file = fopen(procs, "w");
    assert_non_null(file);
    fprintf(file, "%d", (int)stranger.pid);
    assert_int_equal(fclose(file), 0);
    return stranger;
}

/* Ends it; returns whether it was still as it had been. */
static bool end_stranger(struct stranger *stranger)
{
    bool whole = waitpid(stranger->pid, NULL, WNOHANG) == 0 && fs_is_dir(stranger->path);
    kill(stranger->pid, SIGKILL);
    waitpid(stranger->pid, NULL, 0);
    /* The kernel may not be done with it yet. */
    for (int ms = 0; ms < BOUND_MS && rmdir(stranger->path) < 0 && errno == EBUSY; ms++)
        usleep(1000);
    free(stranger->path);
    return whole;
}

/* Of whatever name: a service may well be called so. */
static void cgroups_of_others_are_left_alone(void **state)
{
    (void)state;
    char path[512], next[512];
    int end, next_end;
    pid_t pid = start_child(make_group, &end, path, sizeof(path));
    need_group(path[0]);
    AUTO_FREE char *beside = parent_of(path);
    AUTO_FREE char *own = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    struct stranger service = start_stranger(beside, "snip-web.service"),
                    alike = start_stranger(beside, "snip-aB3xYz"),
                    within = start_stranger(own, "7"), deep = start_stranger(path, "deep");
    kill_child(pid, end);
    pid_t second = start_child(make_group, &next_end, next, sizeof(next));
    end_child(second, next_end);
    assert_false(fs_exists(next));
    bool whole[] = { end_stranger(&service), end_stranger(&alike), end_stranger(&within),
                     end_stranger(&deep) };
    for (size_t i = 0; i < COUNT(whole); i++)
        if (!whole[i])
            fail_msg("stranger %zu was harmed", i);
    /* What they kept from being removed goes with the next start. */
    pid_t third = start_child(make_group, &next_end, next, sizeof(next));
    assert_false(fs_exists(own));
    end_child(third, next_end);
    assert_false(fs_exists(next));
}

/* Runs BODY in a process that is in GROUP, as the init of a box comes to be; its end in *STATUS. */
static bool run_in(const struct cgroup *group, int (*body)(const struct cgroup *group), int *status)
{
    struct clone_args args = { .flags = group->folder >= 0 ? CLONE_INTO_CGROUP : 0,
                               .exit_signal = SIGCHLD,
                               .cgroup = group->folder >= 0 ? (uint64_t)group->folder : 0 };
    pid_t pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
    if (pid == 0) {
        if (group->tasks >= 0 && write(group->tasks, "0", 1) != 1)
            _exit(9);
        _exit(body(group));
    }
    return pid > 0 && waitpid(pid, status, 0) == pid;
}

/* Returns 0 where the process is in GROUP. */
static int spend_unwaited(const struct cgroup *group)
{
    char line[1024], path[512] = "";
    FILE *file = fopen("/proc/self/cgroup", "r");
    while (file && fgets(line, sizeof(line), file))
        sscanf(line, "0::%511s", path);
    signal(SIGCHLD, SIG_IGN);
    struct timespec spent = { 0, 0 };
    if (fork() == 0)
        while (spent.tv_sec == 0 && spent.tv_nsec < 100000000)
            clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    else
        waitpid(-1, NULL, 0);
    return path[0] && text_ends(group->path, path) ? 0 : 1;
}

/* In a cgroup of version 2 a child of a child spends 100 ms, and nobody waits for it. */
static void a_process_is_born_in_a_cgroup_and_its_time_counted(void **state)
{
    (void)state;
    need_tree();
    int ends[2], status;
    char word[64] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork(); /* this process may begin but once */
    if (pid == 0) {
        struct cgroup group;
        if (!cgroup_begin(tree, 2) || !cgroup_make(&group) || cgroup_version_of(&group) != 2)
            exit(2);
        if (cgroup_exhausted(&group) || !run_in(&group, spend_unwaited, &status))
            exit(3);
        dprintf(ends[1], "%d %lld", status, cgroup_processor_ms(&group));
        cgroup_close(&group);
        exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    ssize_t n = read(ends[0], word, sizeof(word) - 1);
    close(ends[0]);
    long long ms = 0;
    assert_true(n > 0);
    assert_int_equal(sscanf(word, "%d %lld", &status, &ms), 2);
    assert_int_equal(status, 0);
    assert_in_range(ms, 100, BOUND_MS);
}

static int fill(const struct cgroup *group)
{
    (void)group;
    volatile char *bytes = mem_alloc(64 * MIB);
    for (size_t i = 0; i < 64 * MIB; i += 1024)
        bytes[i] = 'x';
    return 0;
}

static void a_limit_holds(int version)
{
    struct cgroup group;
    int status;
    assert_true(cgroup_open(&group, 16 * MIB));
    assert_int_equal(cgroup_version_of(&group), version);
    assert_false(cgroup_exhausted(&group));
    assert_true(run_in(&group, fill, &status));
    assert_true(cgroup_exhausted(&group));
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    cgroup_close(&group);
}

static void a_limit_of_version_1_holds(void **state)
{
    (void)state;
    lacks(cgroup_version() != 1, "memory is not limited by cgroups of version 1 here");
    a_limit_holds(1);
}

static void a_limit_of_version_2_holds(void **state)
{
    (void)state;
    lacks(cgroup_version() != 2, "memory is not limited by cgroups of version 2 here");
    a_limit_holds(2);
}

/* A test in a tree of version 2. */
#define IN_VERSION_2(TEST)                                                                         \
    {                                                                                              \
#TEST ", in version 2", TEST, plant, fell, NULL                                            \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cgroups_go_with_their_snip),
        cmocka_unit_test(the_next_start_sweeps_what_a_killed_snip_left),
        cmocka_unit_test(cgroups_of_others_are_left_alone),
        IN_VERSION_2(cgroups_go_with_their_snip),
        IN_VERSION_2(the_next_start_sweeps_what_a_killed_snip_left),
        IN_VERSION_2(cgroups_of_others_are_left_alone),
        IN_VERSION_2(a_process_is_born_in_a_cgroup_and_its_time_counted),
        cmocka_unit_test(a_cgroup_comes_and_goes),
        cmocka_unit_test(a_limit_of_version_1_holds),
        cmocka_unit_test(a_limit_of_version_2_holds),
    };
    return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}
