/*
 * sys/cgroup, guard: a snip's cgroups go with it, however it ends, and nobody else's do.
 */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "sys/cgroup.h"

enum { BOUND_MS = 60000, MIB = 1 << 20 };

/* Waits, within reason, until PATH is gone. */
static bool is_gone(const char *path)
{
    for (int i = 0; i < 2000 && fs_exists(path); i++)
        usleep(10000);
    return !fs_exists(path);
}

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

/* Runs BODY in a child, which tells the path it works on over *PIPE; returns its pid. */
static pid_t start_child(void (*body)(int pipe), int *pipe_end, char *path, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        body(ends[1]);
        for (;;)
            pause();
    }
    close(ends[1]);
    ssize_t n = read(ends[0], path, size - 1);
    path[n > 0 ? n : 0] = '\0';
    *pipe_end = ends[0];
    return pid;
}

static void end_child(pid_t pid, int pipe_end)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(pipe_end);
}

/* Must run before this process has made a cgroup itself: a child would make its own below that. */
static void make_group(int out)
{
    struct cgroup group;
    if (!cgroup_open(&group, 64 * MIB)) {
        close(out);
        return;
    }
    dprintf(out, "%s", group.path);
}

/* The child of PID that is the guardian. */
static pid_t guardian_of(pid_t pid)
{
    char path[64], name[32] = "";
    pid_t child = 0;
    snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fscanf(file, "%d", &child) == 1) {
        snprintf(path, sizeof(path), "/proc/%d/comm", (int)child);
        FILE *comm = fopen(path, "r");
        if (comm && fgets(name, sizeof(name), comm) && text_starts(name, "snip-guardian")) {
            fclose(comm);
            break;
        }
        if (comm)
            fclose(comm);
        child = 0;
    }
    if (file)
        fclose(file);
    return child;
}

static void cgroups_of_a_killed_snip_are_removed(void **state)
{
    (void)state;
    char path[512], other[512];
    int end, other_end;
    pid_t pid = start_child(make_group, &end, path, sizeof(path));
    need(path[0], "no cgroup can be made here");
    pid_t lives = start_child(make_group, &other_end, other, sizeof(other));
    assert_true(fs_is_dir(path));
    end_child(pid, end);
    assert_true(is_gone(path));
    assert_true(fs_is_dir(other));
    end_child(lives, other_end);
    assert_true(is_gone(other));
}

static void the_next_start_sweeps_what_a_double_kill_left(void **state)
{
    (void)state;
    char path[512], other[512], third[512];
    int end, other_end, third_end;
    pid_t pid = start_child(make_group, &end, path, sizeof(path));
    need(path[0], "no cgroup can be made here");
    pid_t lives = start_child(make_group, &other_end, other, sizeof(other));
    pid_t guardian = 0;
    /* It has its name a moment after it is there. */
    for (int ms = 0; ms < BOUND_MS && (guardian = guardian_of(pid)) == 0; ms++)
        usleep(1000);
    assert_true(guardian > 0);
    assert_int_equal(kill(guardian, SIGKILL), 0);
    end_child(pid, end);
    assert_true(fs_is_dir(path));
    pid_t next = start_child(make_group, &third_end, third, sizeof(third));
    assert_true(is_gone(path));
    assert_true(fs_is_dir(other));
    assert_true(fs_is_dir(third));
    end_child(next, third_end);
    end_child(lives, other_end);
    assert_true(is_gone(other));
    assert_true(is_gone(third));
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
    struct stranger stranger = { .path = fs_join(folder, name) };
    AUTO_FREE char *procs = fs_join(stranger.path, "cgroup.procs");
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
    need(path[0], "no cgroup can be made here");
    AUTO_FREE char *beside = parent_of(path);
    AUTO_FREE char *own = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    struct stranger service = start_stranger(beside, "snip-web.service"),
                    alike = start_stranger(beside, "snip-aB3xYz"),
                    within = start_stranger(own, "7"), deep = start_stranger(path, "deep");
    pid_t second = start_child(make_group, &next_end, next, sizeof(next));
    end_child(pid, end);
    end_child(second, next_end);
    assert_true(is_gone(next));
    bool whole[] = { end_stranger(&service), end_stranger(&alike), end_stranger(&within),
                     end_stranger(&deep) };
    for (size_t i = 0; i < COUNT(whole); i++)
        if (!whole[i])
            fail_msg("stranger %zu was harmed", i);
    /* What they kept from being removed goes with the next start. */
    pid_t third = start_child(make_group, &next_end, next, sizeof(next));
    assert_true(is_gone(own));
    end_child(third, next_end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cgroups_of_a_killed_snip_are_removed),
        cmocka_unit_test(the_next_start_sweeps_what_a_double_kill_left),
        cmocka_unit_test(cgroups_of_others_are_left_alone),
        cmocka_unit_test(a_cgroup_comes_and_goes),
    };
    return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}
