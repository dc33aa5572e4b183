/*
 * Makes files of its own that would run as others or with capabilities, and runs them.
 *
 * says: fchown: (EPERM|EINVAL)
 * says: security.capability: (EPERM|ENOTSUP|EOPNOTSUPP)
 * says: child: 1000 0
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "hostile.h"

static unsigned long long capabilities(void)
{
    char line[256];
    unsigned long long mask = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "CapEff:", 7) == 0)
            mask = strtoull(line + 7, NULL, 16);
    return mask;
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("%s: %d %llx\n", argv[1], (int)geteuid(), capabilities());
        return 0;
    }
    /* cap_net_raw, cap_sys_admin, … : all, permitted and effective; version 2. */
    static const unsigned data[5] = { 0x02000001, ~0U, 0, ~0U, 0 };
    struct stat st;
    int in = open("/proc/self/exe", O_RDONLY), out = open("/tmp/copy", O_CREAT | O_WRONLY, 0700);
    fstat(in, &st);
    for (off_t n = 0; n < st.st_size;)
        if (sendfile(out, in, &n, (size_t)st.st_size) <= 0)
            return 1;
    tell("fchown", fchown(out, 0, 0));
    fchmod(out, 06755);
    tell("security.capability", fsetxattr(out, "security.capability", data, sizeof(data), 0));
    close(out);
    if (fork() == 0)
        return execl("/tmp/copy", "copy", "child", NULL);
    wait(NULL);
}
