#include "net.h"

int main(void)
{
    struct sockaddr_in address = local(8080);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        err(1, "connect");
    puts("connected");
}
