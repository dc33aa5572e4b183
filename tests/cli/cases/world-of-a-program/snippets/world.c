#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static void show_descriptors(void)
{
    for (int fd = 0; fd < 1024; fd++) {
        struct stat st;
        if (fstat(fd, &st) == 0)
            printf("descriptor %d: %s\n", fd,
                   isatty(fd) ? "terminal" : S_ISFIFO(st.st_mode) ? "pipe" : "other");
    }
}

static void show_terminal(void)
{
    struct winsize size;
    if (ioctl(1, TIOCGWINSZ, &size) == 0)
        printf("window: %dx%d\n", size.ws_row, size.ws_col);
    int fd = open("/dev/tty", O_RDWR);
    printf("controlling terminal: %s\n", fd < 0 ? strerror(errno) : "one");
}

static void show_folder(void)
{
    char here[256];
    DIR *dir = opendir(".");
    printf("folder: %s:", getcwd(here, sizeof(here)));
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (e->d_name[0] != '.')
            printf(" %s", e->d_name);
    printf("\n");
}

static void show_signals(void)
{
    sigset_t blocked;
    int count = 0;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int i = 1; i < 32; i++) {
        struct sigaction action;
        count += sigismember(&blocked, i) == 1;
        count += sigaction(i, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
    }
    printf("signals blocked or ignored: %d\n", count);
}

static void show_processes(void)
{
    DIR *dir = opendir("/proc");
    int count = 0;
    for (struct dirent *e; dir && (e = readdir(dir));)
        count += e->d_name[0] >= '0' && e->d_name[0] <= '9';
    printf("processes: %d\n", count);
}

/* Where the machine keeps it among its control groups is nothing for an article. */
static void show_cgroups(void)
{
    char line[256];
    FILE *file = fopen("/proc/self/cgroup", "r");
    int lines = 0, elsewhere = 0;
    for (; file && fgets(line, sizeof(line), file); lines++)
        elsewhere += strcmp(strrchr(line, ':'), ":/\n") != 0;
    printf("cgroups: %s, not at the root: %d\n", lines ? "some" : "none", elsewhere);
}

int main(void)
{
    char host[64];
    for (char **e = environ; *e; e++)
        puts(*e);
    show_descriptors();
    show_terminal();
    show_folder();
    show_signals();
    show_processes();
    show_cgroups();
    struct rlimit core;
    getrlimit(RLIMIT_CORE, &core);
    gethostname(host, sizeof(host));
    mode_t mask = umask(0);
    printf("host %s, uid %d, gid %d, pid %s, umask %03o, session %s, no new rights %d, core %ld\n", host,
           (int)getuid(), (int)getgid(), getpid() > 20000 ? "past 20000" : "small", (unsigned)mask,
           getsid(0) == getpid() ? "own" : "other",
           prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), (long)core.rlim_cur);
    int made = open("new", O_CREAT | O_WRONLY, 0600), program = open("world", O_WRONLY);
    printf("can write here: %s; over the program: %s\n", made < 0 ? "no" : "yes", program < 0 ? "no" : "yes");
}
