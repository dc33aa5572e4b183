#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    if (socket(AF_PACKET, SOCK_DGRAM, 0) < 0) {
        printf("소켓을 만들지 못했다: %s\n", errno == EPERM ? "EPERM" : "?");
        return 2;
    }
}
