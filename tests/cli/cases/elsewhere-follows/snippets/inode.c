#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    struct stat st;
    if (open("made", O_CREAT | O_WRONLY, 0600) < 0 || stat("made", &st) < 0)
        return 1;
    printf("inode %lu\n", (unsigned long)st.st_ino);
}
