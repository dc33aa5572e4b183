#include <stdio.h>
#include <unistd.h>

/* Prints each byte that it reads, and works a while for a line. */
int main(void)
{
    for (char c; read(STDIN_FILENO, &c, 1) == 1 && c != 'q';) {
        if (c == 'h') {
            puts("working");
            usleep(1000);
        }
        printf("%c is %d\n", c == '\n' ? ' ' : c, c);
    }
    puts("bye");
}
