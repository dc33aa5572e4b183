/* box/look/rest: whether anybody in another world can go on. */
#include "world.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

#include "box/look/rest.h"

enum {
    BOUND_MS = 20000, /* for what must come at once; a test that waits so long has failed */
    LEFT_MS = 5000,   /* that a run may still take */
    LOOKS = 50,       /* for what must never come */
};

static struct world world;

static int tear_down(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

/* --- Inside --- */

static void wait_in_pause(void)
{
    pause();
}

static void wait_with_a_limit(void)
{
    struct pollfd none = { .fd = -1 };
    for (;;)
        poll(&none, 1, 60000);
}

static void sleep_longer_than_the_run(void)
{
    sleep(LEFT_MS);
}

static void poll_nothing_for_ever(void)
{
    poll(NULL, 0, -1);
}

/* Whoever shares its memory with a child waits as for a disk. */
static void wait_for_a_child_of_vfork(void)
{
    if (vfork() == 0)
        syscall(SYS_pause);
}

static void leave_a_zombie(void)
{
    if (fork() == 0)
        _exit(0);
    pause();
}

static void *wait_for_ever(void *unused)
{
    pause();
    return unused;
}

static void end_the_first_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_ever, NULL);
    syscall(SYS_exit, 0);
}

static void stop_itself(void)
{
    raise(SIGSTOP);
}

static void nap_again_and_again(void)
{
    for (;;)
        usleep(2000);
}

static void select_again_and_again(void)
{
    for (;;) {
        struct timeval time = { 0, 2000 };
        select(0, NULL, NULL, NULL, &time);
    }
}

static void spin(void)
{
    for (;;)
        continue;
}

static void spin_in_a_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, wait_for_ever, NULL);
    spin();
}

static void sleep_once(void)
{
    sleep(LEFT_MS / 1000 - 1);
}

static void select_once(void)
{
    struct timeval time = { LEFT_MS / 1000 - 1, 0 };
    select(0, NULL, NULL, NULL, &time);
}

static void poll_once(void)
{
    poll(NULL, 0, LEFT_MS - 1000);
}

static void pass(int from, int to)
{
    char byte = 'x';
    while (write(to, &byte, 1) == 1 && read(from, &byte, 1) == 1)
        continue;
}

/* One of the two waits at any time, and often both seem to. */
static void pass_to_and_fro(void)
{
    int there[2], back[2];
    if (pipe(there) < 0 || pipe(back) < 0)
        return;
    if (fork() == 0)
        pass(there[0], back[1]);
    pass(back[0], there[1]);
}

/* Each naps, and has another do something meanwhile. */
static void nap_and_wake_another(void)
{
    int ends[2];
    char byte = 'x';
    if (pipe(ends) < 0)
        return;
    if (fork() == 0)
        while (read(ends[0], &byte, 1) == 1)
            continue;
    while (write(ends[1], &byte, 1) == 1)
        usleep(2000);
}

static void make_children(void)
{
    for (;;) {
        pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        waitpid(pid, NULL, 0);
    }
}

/* Nobody answers at an address that the kernel drops everything for. */
static void send_what_nobody_acknowledges(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int server = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(server, (struct sockaddr *)&to, sizeof(to)) < 0 || listen(server, 0) < 0)
        return;
    /* The second finds the queue full: its segment is not taken, and sent again. */
    for (int i = 0; i < 2; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        fcntl(fd, F_SETFL, O_NONBLOCK);
        connect(fd, (struct sockaddr *)&to, sizeof(to));
    }
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    pause();
}

/* --- Outside --- */

static void (*inside)(void);

static void run_inside(int channel)
{
    char end;
    if (fork() == 0) {
        inside();
        _exit(0);
    }
    (void)!read(channel, &end, 1);
}

/* Looks until there is rest, COUNT times at most. Returns whether there was; why not in *WHY. */
static bool look(int count, enum unrest *why)
{
    struct rest last = { 0 };
    for (int i = 0; i < count; i++) {
        struct rest look = { 0 };
        rest_look(&look, world.proc, NULL, 0, LEFT_MS);
        rest_look_network(&look, world.proc, world.diag);
        *why = look.unrest;
        if (rest_agrees(&last, &look))
            return true;
        usleep(1000);
    }
    return false;
}

static void who_waits_or_only_naps_rests(void **state)
{
    (void)state;
    static void (*const ways[])(void) = {
        wait_in_pause,
        wait_with_a_limit,
        sleep_longer_than_the_run,
        poll_nothing_for_ever,
        wait_for_a_child_of_vfork,
        leave_a_zombie,
        end_the_first_thread,
        stop_itself,
        nap_again_and_again,
        select_again_and_again,
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        enum unrest why;
        inside = ways[i];
        need_world(world_start(&world, run_inside));
        if (!look(BOUND_MS, &why))
            fail_msg("way %zu: unrest %d", i, (int)why);
        world_end(&world);
    }
}

static void who_goes_on_does_not_rest(void **state)
{
    (void)state;
    static const struct {
        void (*way)(void);
        enum unrest why; /* UNREST_NONE: now this, now that */
    } ways[] = {
        { spin, UNREST_RUNS },
        { spin_in_a_thread, UNREST_RUNS },
        { sleep_once, UNREST_SLEEPS },
        { select_once, UNREST_SLEEPS },
        { poll_once, UNREST_SLEEPS },
        { pass_to_and_fro, UNREST_NONE },
        { nap_and_wake_another, UNREST_NONE },
        { make_children, UNREST_NONE },
        { send_what_nobody_acknowledges, UNREST_PACKETS },
    };
    for (size_t i = 0; i < COUNT(ways); i++) {
        enum unrest why = UNREST_NONE;
        inside = ways[i].way;
        need_world(world_start(&world, run_inside));
        /* It takes a moment until it does what it is to do. */
        for (int k = 0; k < BOUND_MS && why != ways[i].why; k++)
            look(1, &why);
        usleep(20000);
        if (look(LOOKS, &why) || (ways[i].why != UNREST_NONE && why != ways[i].why))
            fail_msg("way %zu: unrest %d", i, (int)why);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(who_waits_or_only_naps_rests, tear_down),
        cmocka_unit_test_teardown(who_goes_on_does_not_rest, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
