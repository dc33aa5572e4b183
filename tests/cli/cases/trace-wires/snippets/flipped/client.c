#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(8080) };
    char line[100];
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    inet_pton(AF_INET, "10.0.1.1", &to.sin_addr);
    connect(fd, (struct sockaddr *)&to, sizeof(to));
    write(fd, "ping", 4);
    return read(fd, line, sizeof(line)) < 0;
}
