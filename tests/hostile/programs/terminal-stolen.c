/*
 * Takes its terminal for its own session, from a child in another, and the other end of it: for what is typed there.
 *
 * says: the other end: .*
 * says: ...
 * says: the size of the next: 24 x 80
 */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct winsize size = { .ws_row = 1, .ws_col = 1 };
    tell("the other end", ioctl(1, TIOCGPTPEER, O_RDWR));
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        tell("a terminal of its own", ioctl(1, TIOCSCTTY, 1));
        tell("/dev/tty", open("/dev/tty", O_RDWR));
        tell("a packet mode", ioctl(1, TIOCPKT, &(int){ 1 }));
        tell("a lock", ioctl(1, TIOCSPTLCK, &(int){ 1 }));
        tell("alone", ioctl(1, TIOCEXCL));
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    ioctl(1, TIOCGWINSZ, &size);
    printf("the size of the next: %d x %d\n", size.ws_row, size.ws_col);
    ioctl(1, TIOCSWINSZ, &(struct winsize){ .ws_row = 1, .ws_col = 1 });
}
