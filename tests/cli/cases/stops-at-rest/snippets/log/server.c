#include "../net.h"

/* Prints when a connection is over: after the client has ended, be it the last. */
int main(void)
{
    int fd = serve(SOCK_STREAM, 9000);
    for (int i = 1;; i++) {
        char byte;
        int connection = accept(fd, NULL, NULL);
        printf("connection %d: ", i);
        while (read(connection, &byte, 1) > 0)
            putchar(byte);
        puts(", end of file");
        fflush(stdout);
        close(connection);
    }
}
