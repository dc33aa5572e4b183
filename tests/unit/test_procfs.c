/*
 * box/world/procfs: what /proc and the clocks tell a program in a box. What is hidden in /proc is tried by the
 * hostile programs proc-*. Needs namespaces.
 */
#include "hosts.h"

#include <sched.h>
#include <sys/wait.h>

/* Tells whether this kernel lets a process have a time namespace in a user namespace of its own. */
static bool can_have_time(void)
{
    int status = -1;
    pid_t pid = fork();
    if (pid == 0)
        _exit(unshare(CLONE_NEWUSER | CLONE_NEWTIME) == 0 ? 0 : 1);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* Its first process sets the clocks to an hour, and so began before that, the program after. */
static void time_begins_with_the_box(void **state)
{
    (void)state;
    need_box();
    need(can_have_time(), "no time namespace can be made here");
    assert_prints(
        SHELL("for p in 1 self; do\n"
              "set -- $(sed 's/.*) //' /proc/$p/stat)\n"
              "[ ${20} -ge 0 ] && [ ${20} -lt 360000 ] && echo $p before || echo $p after\n"
              "done"),
        "1 before\nself after\n");
    assert_prints(SHELL("awk '$2 || $3 { print $1 }' /proc/self/timens_offsets"),
                  "monotonic\nboottime\n");
}

/* As many as the box may use, by whichever numbers the machine knows them. */
static void processors_are_the_boxs(void **state)
{
    (void)state;
    need_box();
    for (int index = 0; index < 3; index++) {
        struct box_spec spec = SHELL("grep '^cpu' /proc/stat; nproc --all");
        spec.processor = index;
        assert_prints(spec, "cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n1\n");
    }
    cpu_set_t usable;
    need(sched_getaffinity(0, sizeof(usable), &usable) == 0 && CPU_COUNT(&usable) > 1,
         "there is one processor only");
    struct box_spec spec = SHELL("grep -c '^cpu[0-9]' /proc/stat; nproc --all");
    spec.processor = 1;
    spec.nprocessors = 2;
    assert_prints(spec, "2\n2\n");
}

/* What programs ask for the kernel, the memory and their own network is there as ever. */
static void the_rest_stays(void **state)
{
    (void)state;
    need_box();
    assert_prints(
        SHELL("cd /proc; for f in cpuinfo filesystems meminfo net/dev net/tcp net/unix \\\n"
              "self/maps sys/kernel/osrelease sys/net/core/somaxconn version; do\n"
              "grep -q . $f || echo $f; done"),
        "");
}

/* All that lies over them are files of the box's own root, for reading. */
static void covers_are_read_only(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("awk '$5 ~ \"^/proc/\" { print $6 }' /proc/self/mountinfo | sort -u"),
                  "ro,nosuid,nodev,relatime\n");
    assert_prints(SHELL("chmod 644 /proc/uptime 2>/dev/null || echo no\n"
                        "(echo 1 >/proc/uptime) 2>/dev/null || echo no"),
                  "no\nno\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_begins_with_the_box),
        cmocka_unit_test(processors_are_the_boxs),
        cmocka_unit_test(the_rest_stays),
        cmocka_unit_test(covers_are_read_only),
    };
    return cmocka_run_group_tests_name("procfs", tests, NULL, NULL);
}
