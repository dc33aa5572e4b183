#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener, (struct sockaddr *)&addr, sizeof addr);
    listen(listener, 5);
    for (int i = 0; i < 8; i++) {
        char text[8] = "";
        int fd = accept(listener, NULL, NULL);
        if (read(fd, text, sizeof text - 1) > 0)
            puts(text);
        close(fd);
    }
}
