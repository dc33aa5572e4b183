#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static char chunk[1 << 20];

int main(void)
{
    int fd = open("big", O_WRONLY | O_CREAT, 0600);
    for (long sum = 0; write(fd, chunk, sizeof(chunk)) > 0; printf("%ld\n", sum))
        sum += (long)sizeof(chunk);
}
