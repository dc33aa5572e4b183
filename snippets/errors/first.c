#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080), // 아무도 기다리지 않는다
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int result = connect(fd, (struct sockaddr *)&a, sizeof a);
    int saved = errno; // printf가 errno를 바꿀 수 있다

    printf("connect가 돌려준 것: %d\n", result);
    printf("errno:               %d\n", saved);
    printf("이름:                %s\n",
           strerrorname_np(saved));
    printf("설명:                %s\n", strerror(saved));
}
