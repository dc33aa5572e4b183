#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    char name[32];

    if (!isatty(STDIN_FILENO))
        errx(1, "nobody sits there");
    printf("login: ");
    fflush(stdout);
    if (scanf("%31s", name) != 1)
        return 1;
    const char *password = getpass("password:");
    if (!password)
        err(1, "getpass");
    printf("%s has a password of %zu characters\n", name, strlen(password));
}
