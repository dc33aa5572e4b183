#include "../net.h"

int main(void)
{
    int fd = call(SOCK_STREAM, 9000);
    char text[100];
    if (write(fd, "hello", 5) < 0)
        return 1;
    ssize_t n = read(fd, text, sizeof text);
    printf("%.*s\n", (int)n, text);
}
