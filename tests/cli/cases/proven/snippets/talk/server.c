#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "name.h"

int main(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = NAME };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0 || listen(fd, 1) < 0)
        return 1;
    pause();
}
