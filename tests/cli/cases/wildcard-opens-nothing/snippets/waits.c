#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int listener = socket(AF_INET, SOCK_STREAM, 0), caught;
    sigset_t go;
    sigemptyset(&go);
    sigaddset(&go, SIGUSR1);
    sigprocmask(SIG_BLOCK, &go, NULL);
    if (bind(listener, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(listener, 1) < 0) {
        perror("bind");
        return 1;
    }
    sigwait(&go, &caught);
    puts("nobody came in");
}
