#include "net.h"

/* Serves as its argument says; but for that it does what a server should not. */
int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "well";
    unsigned char byte = 0;
    if (strcmp(how, "daemon") == 0 && daemon(1, 1) < 0)
        err(1, "daemon");
    if (strcmp(how, "daemon") == 0 || strcmp(how, "never") == 0)
        pause();
    if (strcmp(how, "by-chance") == 0 && getrandom(&byte, 1, 0) == 1)
        return byte % 2 ? 0 : pause();
    if (strcmp(how, "alone") == 0)
        return kill(-1, SIGKILL);
    int fd = serve(8080);
    if (strcmp(how, "deaf") == 0)
        signal(SIGTERM, SIG_IGN);
    if (strcmp(how, "twice") == 0)
        serve(8081);
    if (strcmp(how, "again") == 0) {
        close(fd);
        fd = serve(8080);
    }
    if (strcmp(how, "binary") == 0)
        write(1, "half \0\1\xff\x1b[31m", 13);
    if (strcmp(how, "crash") == 0)
        close(accept(fd, NULL, NULL)), abort();
    if (strcmp(how, "once") == 0)
        return close(accept(fd, NULL, NULL));
    for (;;)
        pause();
}
