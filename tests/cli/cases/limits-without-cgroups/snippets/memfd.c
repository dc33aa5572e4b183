#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static char chunk[1 << 20];

/* Memory that belongs to no process. */
int main(void)
{
    for (int i = 0; i < 10; i++) {
        int fd = memfd_create("x", 0);
        for (int k = 0; k < 30; k++)
            if (write(fd, chunk, sizeof(chunk)) < 0)
                perror("write");
    }
    pause();
}
