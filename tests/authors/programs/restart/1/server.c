#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8888) };
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    if (argc > 1 && strcmp(argv[1], "-r") == 0)
        setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(s, (struct sockaddr *)&a, sizeof a) < 0) {
        perror("bind");
        exit(1);
    }
    listen(s, 5);
    for (;;) {
        int c = accept(s, NULL, NULL);
        write(c, "bye\n", 4);
        close(c); /* we close first: TIME_WAIT is ours */
    }
}
