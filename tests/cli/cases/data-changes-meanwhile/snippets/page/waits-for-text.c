#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Shows the first line of `text`, as soon as it is another than the argument, if there is one. */
int main(int argc, char **argv)
{
    char line[80] = "";
    for (;;) {
        FILE *file = fopen("text", "r");
        if (!file || !fgets(line, sizeof line, file))
            line[0] = '\0';
        if (file)
            fclose(file);
        line[strcspn(line, "\n")] = '\0';
        if (line[0] && (argc < 2 || strcmp(line, argv[1]) != 0))
            break;
        usleep(1000);
    }
    puts(line);
}
