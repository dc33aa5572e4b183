#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char buf[64];
    ssize_t n;

    while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0)
        printf("%zd bytes at once\n", n);
    puts("end of file");
}
