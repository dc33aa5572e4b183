#include "../net.h"

int main(void)
{
    int fd = call(SOCK_DGRAM, 9000);
    char text[100];
    for (int i = 1; i <= 3; i++) {
        send(fd, text, sprintf(text, "message %d", i), 0);
        recv(fd, text, sizeof text, 0);
    }
}
