/* box/world/world: which files a program in a box sees, where it can write, how much. Needs namespaces. */
#include "hosts.h"

#include <errno.h>
#include <sys/stat.h>

/* --- What is there --- */

static void top_has_only_what_belongs_there(void **state)
{
    (void)state;
    need_box();
    /* What /lib32 and its like are is the machine's affair. */
    assert_prints(SHELL("ls -A / | grep -v '^lib'"),
                  "bin\ndev\netc\nopt\nproc\nrun\nsbin\nsrv\ntmp\nusr\nvar\n");
    assert_prints(SHELL("for d in /home /root /sys /boot /mnt /media /lost+found /etc/shadow \\\n"
                        "/etc/ssh /etc/machine-id /etc/resolv.conf /etc/environment /var/lib \\\n"
                        "/var/log /run/systemd; do [ -e $d ] && echo $d; done; true"),
                  "");
    assert_prints(SHELL("ls -A /opt /run /srv /var"), "/opt:\n\n/run:\n\n/srv:\n\n/var:\n");
    assert_prints(
        SHELL("stat -c '%n %a' / /etc /etc/hosts /dev /run /srv /var /opt"),
        "/ 755\n/etc 755\n/etc/hosts 644\n/dev 755\n/run 755\n/srv 755\n/var 755\n/opt 755\n");
}

/* Of the machine's /etc there is only where libraries and programs are found. */
static void etc_is_the_same_everywhere(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("ls -A /etc | grep -v -e '^ld.so' -e alternatives"),
                  "group\nhost.conf\nhostname\nhosts\nnetworks\nnsswitch.conf\npasswd\n"
                  "protocols\nservices\n");
    assert_prints(SHELL("cat /etc/hosts /etc/hostname"),
                  "127.0.0.1\tlocalhost\n127.0.1.1\thost\n"
                  "::1\tlocalhost ip6-localhost ip6-loopback\nhost\n");
    assert_prints(SHELL("cut -d: -f1,3 /etc/passwd"), "root:0\nuser:1000\nnobody:65534\n");
}

/* As getaddrinfo(3) and its kin find them, by the files that nsswitch.conf names. */
static void names_are_found(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("perl -MSocket -e 'print inet_ntoa(inet_aton($_)), qq(\\n) "
                        "for qw(localhost host)'\n"
                        "getent hosts ip6-localhost | cut -d' ' -f1"),
                  "127.0.0.1\n127.0.1.1\n::1\n");
    assert_prints(SHELL("for s in http www https ssh domain/udp http-alt echo/udp; do\n"
                        "getent services $s | tr -s ' '; done"),
                  "http 80/tcp\nwww 80/tcp\nhttps 443/tcp\nssh 22/tcp\ndomain 53/udp\n"
                  "http-alt 8080/tcp\necho 7/udp\n");
    assert_prints(SHELL("for p in tcp udp 58 mptcp; do getent protocols $p | tr -s ' '; done"),
                  "tcp 6 TCP\nudp 17 UDP\nipv6-icmp 58 IPv6-ICMP\nmptcp 262 MPTCP\n");
    assert_prints(SHELL("id -un; id -gn; getent networks loopback | tr -s ' '"),
                  "user\nuser\nloopback 127.0.0.0\n");
    assert_prints(SHELL("getent hosts example.org; getent services gopher; echo $?"), "2\n");
}

static void devices_are_few_and_work(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("ls -A /dev"), "fd\nfull\nnull\nrandom\nshm\nstderr\nstdin\nstdout\ntty\n"
                                       "urandom\nzero\n");
    assert_prints(SHELL("echo x >/dev/null; head -c 3 /dev/zero | od -An -tx1\n"
                        "head -c 9 /dev/urandom | wc -c\n"
                        "(head -c 1 /dev/zero >/dev/full) 2>&1 | grep -o 'No space left'\n"
                        "echo seen >/dev/stdout; echo piped | cat /dev/stdin"),
                  " 00 00 00\n9\nNo space left\nseen\npiped\n");
    /* None can be made. */
    assert_prints(SHELL("mknod /tmp/sda b 8 0 2>/dev/null || echo none"), "none\n");
}

/* --- Where it can write --- */

static void nothing_of_the_system_can_be_written(void **state)
{
    (void)state;
    need_box();
    assert_prints(
        SHELL("for d in / /usr /usr/bin /bin /lib /etc /dev /run /srv /var /opt /proc \\\n"
              "/etc/alternatives; do (: >$d/new) 2>/dev/null && echo $d; done; true"),
        "");
    assert_prints(SHELL("for f in /etc/hosts /etc/passwd /usr/bin/env /etc/ld.so.cache; do\n"
                        "(: >>$f) 2>/dev/null && echo $f; rm -f $f 2>/dev/null && echo $f\n"
                        "mv $f /tmp 2>/dev/null && echo $f; done; true"),
                  "");
    /* Not for want of a right: the mounts themselves are read-only. */
    assert_prints(SHELL("for d in / /usr; do grep -c \" $d [^ ]*ro,\" /proc/self/mountinfo\n"
                        "done"),
                  "1\n1\n");
    assert_prints(SHELL("(: >/usr/new) 2>&1 | grep -o 'Read-only file system'"),
                  "Read-only file system\n");
}

/* A set-user-ID program of the machine gives no rights. */
static void no_mount_gives_rights(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("awk '$5 != \"/proc\" && $5 !~ \"^/dev/[a-z]*$\" && $6 !~ /nosuid/ "
                        "{ print $5 }' /proc/self/mountinfo"),
                  "");
    assert_prints(SHELL("awk '$5 == \"/tmp\" || $5 == \"/dev/shm\" { print $5, $6 }' "
                        "/proc/self/mountinfo"),
                  "/tmp rw,nosuid,nodev,relatime\n/dev/shm rw,nosuid,nodev,noexec,relatime\n");
}

static void working_folder_is_empty_and_its_own(void **state)
{
    (void)state;
    need_box();
    assert_prints(SHELL("pwd; ls -A . /dev/shm; stat -c '%a %u' /tmp /dev/shm"),
                  "/tmp\n.:\n\n/dev/shm:\n700 1000\n700 1000\n");
    assert_prints(SHELL("echo '#!/bin/sh\necho ran' >a; chmod +x a; ./a; mkdir d; ln -s a d/l\n"
                        "mkfifo f; ls; echo x >/dev/shm/y; cat /dev/shm/y"),
                  "ran\na\nd\nf\nx\n");
    /* The next box begins anew. */
    assert_prints(SHELL("ls -A /tmp /dev/shm"), "/dev/shm:\n\n/tmp:\n");
}

/* No program can fill the machine's memory by way of its files. */
static void working_folder_is_bounded(void **state)
{
    (void)state;
    need_box();
    assert_prints(
        SHELL("head -c 67108864 /dev/zero >most 2>/dev/null || echo full; rm most\n"
              "head -c 67108865 /dev/zero 2>&1 >more | grep -o 'No space left on device'\n"
              "stat -c %s more"),
        "No space left on device\n67108864\n");
    assert_prints(SHELL("perl -e 'for (1 .. 5000) { open(F, q(>), $_) or print($!, qq(\\n)), "
                        "last }'; n=$(ls | wc -l); [ $n -gt 4000 ] && [ $n -lt 4097 ] || echo $n"),
                  "No space left on device\n");
    assert_prints(SHELL("head -c 67108865 /dev/zero 2>&1 >/dev/shm/more | "
                        "grep -o 'No space left on device'"),
                  "No space left on device\n");
}

/* --- Files that are placed --- */

static void files_lie_where_they_were_placed(void **state)
{
    (void)state;
    need_box();
    struct box_file files[] = { { .name = "here" },          { .name = "deep/er/here" },
                                { .name = "/tmp/there" },    { .name = "/etc/hosts" },
                                { .name = "/etc/own/conf" }, { .name = "/srv/www/index.html" },
                                { .name = "/var/lib/x/y" },  { .name = "/opt/z" } };
    for (size_t i = 0; i < COUNT(files); i++) {
        files[i].data = "placed\n";
        files[i].len = strlen("placed\n");
    }
    static const char script[] =
        "cat here deep/er/here there /etc/hosts /etc/own/conf /srv/www/index.html /var/lib/x/y "
        "/opt/z | sort | uniq -c | tr -s ' '\n"
        "for f in here deep/er/here there /etc/hosts /etc/own/conf /srv/www/index.html "
        "/var/lib/x/y /opt/z; do (echo x >$f) 2>/dev/null && echo written: $f\n"
        "rm -f $f 2>/dev/null && echo removed: $f; done\n"
        "for d in /etc/own /srv/www /var/lib /opt; do (: >$d/new) 2>/dev/null && echo $d; done\n"
        "echo mine >deep/new && cat deep/new";
    struct box_spec spec = SHELL(script);
    spec.files = files;
    spec.nfiles = COUNT(files);
    assert_prints(spec, " 8 placed\nmine\n");
}

/* What is executable is; else modes and times are the same wherever a project was checked out. */
static void placed_files_have_modes_and_times_of_their_own(void **state)
{
    (void)state;
    need_box();
    static const char script[] = "#!/bin/sh\necho ran\n";
    struct box_file files[] = { { "run", script, strlen(script), true },
                                { "read", script, strlen(script), false } };
    struct box_spec spec = SHELL("./run; ./read; TZ=UTC stat -c '%a %s %y %x' run read");
    spec.files = files;
    spec.nfiles = COUNT(files);
    static const char time[] = "2000-01-01 00:00:00.000000000 +0000";
    AUTO_FREE char *expected = mem_printf("ran\n/bin/sh: 1: ./read: Permission denied\n"
                                          "555 19 %s %s\n444 19 %s %s\n",
                                          time, time, time, time);
    assert_prints(spec, expected);
}

/* Where they come from on the machine shows nowhere. */
static void placed_files_have_no_place_outside(void **state)
{
    (void)state;
    need_box();
    struct box_file file = { "/srv/a", "x", 1, false };
    struct box_spec spec = SHELL("grep -c '/srv/a ' /proc/self/mountinfo; "
                                 "awk '$5 == \"/srv/a\" { print $4 }' /proc/self/mountinfo");
    spec.files = &file;
    spec.nfiles = 1;
    assert_prints(spec, "1\n/0\n");
}

/* The box is not made where a file cannot be where it should. */
static void files_that_cannot_be_placed_are_told(void **state)
{
    (void)state;
    need_box();
    char *longest = mem_alloc(5000), *deep = mem_alloc(5000);
    memset(longest, 'x', 4998);
    for (int i = 0; i < 4998; i += 2)
        memcpy(deep + i, "d/", 2);
    deep[4997] = 'x';
    const struct {
        const char *name;
        int error;
    } cases[] = { { longest, ENAMETOOLONG }, { deep, ENAMETOOLONG }, { "/etc/hosts/x", ENOTDIR },
                  { "/etc", EISDIR },        { "/usr/new", EROFS },  { "/usr/new/x", EROFS },
                  { "/dev/null/x", ENOTDIR } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct box_file file = { cases[i].name, "x", 1, false };
        struct box_spec spec = SHELL("echo never");
        spec.files = &file;
        spec.nfiles = 1;
        AUTO(outcome_release) struct outcome outcome = run(spec);
        assert_int_equal(outcome.failed, BOX_MOUNTS);
        if (outcome.error != cases[i].error)
            fail_msg("%.20s: %s", cases[i].name, strerror(outcome.error));
        assert_string_equal(buf_str(&outcome.output), "");
    }
    free(longest);
    free(deep);
}

/* --- The world of a compiler --- */

static void no_folder_but_one_can_be_written(void **state)
{
    (void)state;
    need_box();
    struct box_spec spec = SHELL("for d in / /etc /usr /var /tmp /dev /home /.build; do\n"
                                 "(: >$d/snip-test-new) 2>/dev/null && echo $d; done\n"
                                 "ls /dev; pwd");
    spec.workspace = false;
    assert_prints(
        spec, "/.build\nfd\nfull\nnull\nrandom\nstderr\nstdin\nstdout\ntty\nurandom\nzero\n/\n");
}

/* Root works in a folder that only somebody else could pass to: the descriptor has to do. */
static void folders_behind_a_closed_one_are_reached(void **state)
{
    (void)state;
    need_box();
    need(geteuid() == 0, "only root can work in a folder that others close");
    char *path = make_file("closed/inner/a", "inner\n");
    AUTO_FREE char *inner = mem_strndup(path, strlen(path) - strlen("/a"));
    AUTO_FREE char *closed = mem_strndup(inner, strlen(inner) - strlen("/inner"));
    assert_int_equal(chown(closed, 65534, 65534), 0);
    assert_int_equal(chmod(closed, 0700), 0);
    struct box_spec spec = shell((const char *const[4]){ "/bin/cat", "a", NULL });
    spec.workspace = false;
    spec.directory = inner;
    spec.shown = (const char *const[]){ inner };
    spec.nshown = 1;
    assert_prints(spec, "inner\n");
    assert_int_equal(chown(closed, 0, 0), 0);
    *strstr(path, "/closed") = '\0';
    fs_remove_tree(path);
    free(path);
}

/* What is not there, or is no folder, cannot be shown. */
static void missing_folders_are_told(void **state)
{
    (void)state;
    const struct {
        const char *path, *words;
    } cases[] = { { "/no/such/folder", "cannot open the folder /no/such/folder: No such file" },
                  { "/etc/passwd", "cannot open the folder /etc/passwd: Not a directory" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct box_spec spec = SHELL("echo never");
        struct host host;
        struct err err = { 0 };
        spec.workspace = false;
        spec.shown = &cases[i].path;
        spec.nshown = 1;
        assert_false(host_start(&host, NULL, &spec, NULL, &err));
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_contains(err.text, cases[i].words);
        err_release(&err);
        host_reap(&host);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(top_has_only_what_belongs_there),
        cmocka_unit_test(etc_is_the_same_everywhere),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(devices_are_few_and_work),
        cmocka_unit_test(nothing_of_the_system_can_be_written),
        cmocka_unit_test(no_mount_gives_rights),
        cmocka_unit_test(working_folder_is_empty_and_its_own),
        cmocka_unit_test(working_folder_is_bounded),
        cmocka_unit_test(files_lie_where_they_were_placed),
        cmocka_unit_test(placed_files_have_modes_and_times_of_their_own),
        cmocka_unit_test(placed_files_have_no_place_outside),
        cmocka_unit_test(files_that_cannot_be_placed_are_told),
        cmocka_unit_test(no_folder_but_one_can_be_written),
        cmocka_unit_test(folders_behind_a_closed_one_are_reached),
        cmocka_unit_test(missing_folders_are_told),
    };
    return cmocka_run_group_tests_name("world", tests, NULL, NULL);
}
