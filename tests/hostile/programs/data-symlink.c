/*
 * Reads a file beside its source that is a link out of the folder.
 *
 * says: link: (ENOENT|EACCES)
 * setup: mkdir snippets/$NAME
 * setup: mv snippets/$NAME.c snippets/hostile.h snippets/$NAME/
 * setup: rm snippets/$NAME.yml
 * setup: echo "run: { $NAME: {} }" >snippets/$NAME/snippet.yml
 * setup: ln -s /mnt/canary/secret snippets/$NAME/link
 * ends: 0 or input
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char bytes[64];
    int fd = open("link", O_RDONLY);
    tell("link", fd);
    ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof(bytes));
    fwrite(bytes, 1, n > 0 ? (size_t)n : 0, stdout);
}
