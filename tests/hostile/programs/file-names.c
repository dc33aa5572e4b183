/*
 * Leaves files without rights and of every kind, with names that hurt.
 *
 * says: left
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char *const names[] = {
        "-rf", "a\nb", "\033[2J", "$(reboot)", "*", " ", "\xff\xfe"
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        close(open(names[i], O_CREAT | O_WRONLY, 0));
    mkfifo("fifo", 0);
    mkdir("folder", 0);
    chmod(".", 0);
    int linked = symlink("/mnt/canary/secret", "/dev/shm/link");
    puts(linked < 0 ? "not left" : "left");
}
