#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    struct stat st;
    close(open("made", O_CREAT | O_WRONLY, 0600));
    if (stat("made", &st) < 0)
        return 1;
    printf("made in month %d\n", gmtime(&st.st_mtime)->tm_mon + 1);
}
