#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Memory that several processes could have. */
int main(void)
{
    for (int i = 0; i < 10; i++) {
        int fd = memfd_create("x", 0);
        if (ftruncate(fd, 30 << 20) < 0)
            return 1;
        memset(mmap(NULL, 30 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), 1, 30 << 20);
    }
    pause();
}
