#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char *name;

/* Notes its name in a file; `first` prints all. */
static void on_term(int signal)
{
    char text[100];
    int fd = open("log", O_RDWR | O_CREAT | O_APPEND, 0600);
    (void)signal;
    if (write(fd, name, strlen(name)) < 0 || write(fd, "\n", 1) < 0)
        _exit(1);
    ssize_t n = strcmp(name, "first") == 0 ? pread(fd, text, sizeof text, 0) : 0;
    _exit(write(1, text, n) < 0);
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    name = argv[argc - 1];
    signal(SIGTERM, on_term);
    strcpy(address.sun_path, name);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0)
        return 1;
    for (;;)
        pause();
}
