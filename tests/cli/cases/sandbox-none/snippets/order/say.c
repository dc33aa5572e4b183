#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char line[80] = "nothing\n";
    const char *colour = getenv("COLOUR");
    for (int i = 1; i < argc; i++)
        printf("[%s]\n", argv[i]);
    fgets(line, sizeof(line), stdin);
    printf("%s, %s, reads %s", isatty(1) ? "a terminal" : "no terminal", colour ? colour : "no colour", line);
    return argc > 3 ? 3 : 0;
}
