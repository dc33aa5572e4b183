#include <err.h>
#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    char line[64];

    if (mkfifo("/tmp/numbers", 0600) < 0)
        err(1, "mkfifo");
    FILE *numbers = fopen("/tmp/numbers", "r"); /* waits for who opens it to write */
    while (numbers && fgets(line, sizeof line, numbers))
        printf("read %s", line);
}
