#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Asks on a terminal only; says what it is told, and whether it was asked for. */
int main(void)
{
    char line[64];
    int asks = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

    for (;;) {
        if (asks)
            printf("> ");
        fflush(stdout);
        if (!fgets(line, sizeof line, stdin))
            break;
        printf("%zu characters\n", strcspn(line, "\n"));
    }
    puts("end of file");
}
