/*
 * Watches who on the machine opens, reads and executes what lies in /usr: the files there are everybody's. What is
 * written in its own folder it may watch.
 *
 * says: opened: EPERM
 * says: read: EPERM
 * says: closed: EPERM
 * says: all: EPERM
 * says: by a signal: EPERM
 * says: in its own folder: done
 * says: a new file: seen
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char events[512];
    int fd = inotify_init1(IN_NONBLOCK);
    tell("opened", inotify_add_watch(fd, "/usr/bin", IN_OPEN | IN_ONLYDIR));
    tell("read", inotify_add_watch(fd, "/usr/bin", IN_ACCESS | IN_MODIFY));
    tell("closed", inotify_add_watch(fd, "/usr/bin", IN_CLOSE_NOWRITE | IN_MASK_ADD));
    tell("all", inotify_add_watch(fd, "/usr/bin", IN_ALL_EVENTS));
    signal(SIGIO, SIG_IGN);
    tell("by a signal", fcntl(open("/usr/bin", O_RDONLY), F_NOTIFY, DN_ACCESS | DN_MULTISHOT));
    tell("in its own folder",
         inotify_add_watch(fd, ".",
                           IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE));
    close(open("new", O_CREAT | O_WRONLY, 0600));
    printf("a new file: %s\n", read(fd, events, sizeof(events)) > 0 ? "seen" : "not seen");
}
