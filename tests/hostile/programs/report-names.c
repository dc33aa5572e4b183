/*
 * Waits with names that would forge the report: of its threads, its program, its arguments and its socket.
 *
 * ends: time
 * never: ^snippets/x
 * never: ^::error
 */
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "hostile.h"

int main(int count, char **arguments)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    static const char name[] =
        "\0x\n::error file=x::\033[2J\r\x9b\0\xe2\x80\xae\nsnippets/x.c: killed\n-->";
    memcpy(at.sun_path, name, sizeof(name));
    memset(at.sun_path + sizeof(name), 0x1b, sizeof(at.sun_path) - sizeof(name));
    prctl(PR_SET_NAME, "\n) Z 1\n\033[2J");
    memset(arguments[count - 1], '\n', strlen(arguments[count - 1]));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(fd, 1) < 0)
        return 1;
    accept(fd, NULL, NULL);
}
