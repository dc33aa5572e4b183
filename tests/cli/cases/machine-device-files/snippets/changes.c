#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell(const char *what, int result)
{
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

int main(void)
{
    int fd = open("/dev/null", O_RDWR | O_TRUNC);
    tell("write", (int)write(fd, "x", 1));
    tell("chmod", chmod("/dev/null", 0600));
    tell("fchmod", fchmod(fd, 0600));
    tell("utimensat", utimensat(AT_FDCWD, "/dev/null", NULL, 0));
}
