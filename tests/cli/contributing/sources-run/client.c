#include <stdio.h>
#include <sys/socket.h>

#include "proto.h"

int main(void)
{
    printf("sent %zd bytes\n", send(udp_socket(0), "hello", 5, 0));
}
