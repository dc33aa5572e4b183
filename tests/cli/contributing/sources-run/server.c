#include <stdio.h>
#include <sys/socket.h>

#include "proto.h"

int main(void)
{
    char text[100] = "";
    recv(udp_socket(1), text, sizeof text - 1, 0);
    printf("got %s\n", text);
}
