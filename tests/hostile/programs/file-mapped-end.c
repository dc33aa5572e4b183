/*
 * Maps a file and cuts it, then reads behind its end.
 *
 * ends: SIGBUS
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    int fd = open("/tmp/cut", O_CREAT | O_RDWR, 0600);
    if (ftruncate(fd, 4096) < 0)
        return 1;
    char *p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED || ftruncate(fd, 0) < 0)
        return 1;
    return *(volatile char *)p;
}
