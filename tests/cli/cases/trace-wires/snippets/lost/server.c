#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    char line[100];
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    bind(listener, (struct sockaddr *)&at, sizeof(at));
    listen(listener, 1);
    return read(accept(listener, NULL, NULL), line, sizeof(line)) < 0;
}
