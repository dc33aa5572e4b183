/*
 * Opens files by handles, which know no folders: the root of each file system that it sees has one.
 *
 * says: opened by handle: 0
 */
#include <fcntl.h>

#include "hostile.h"

int main(void)
{
    static const char *const paths[] = { "/", "/usr", "/tmp", "/etc", "/proc", "/usr/bin/env" };
    int opened = 0;
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        union {
            struct file_handle handle;
            char bytes[sizeof(struct file_handle) + MAX_HANDLE_SZ];
        } file = { .handle.handle_bytes = MAX_HANDLE_SZ };
        int mount, at = open(paths[i], O_RDONLY);
        /* Even a handle made up: number 2 is the root of an ext4. */
        if (name_to_handle_at(AT_FDCWD, paths[i], &file.handle, &mount, 0) < 0) {
            file.handle.handle_bytes = 8;
            file.handle.handle_type = 1;
            memcpy(file.handle.f_handle, (int[]){ 2, 0 }, 8);
        }
        opened += open_by_handle_at(at, &file.handle, O_RDONLY) >= 0;
    }
    printf("opened by handle: %d\n", opened);
}
