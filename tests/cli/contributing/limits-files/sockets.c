#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    int n = 0;
    while (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        n++;
    printf("after %d sockets, ", n);
    fflush(stdout);
    perror("socket");
}
