#include <err.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Hides what is typed, and drops what was typed before it asked. */
int main(void)
{
    struct termios shown, hidden;
    char line[64] = "";

    if (tcgetattr(STDIN_FILENO, &shown) < 0)
        err(1, "tcgetattr");
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    printf("password:");
    fflush(stdout);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    if (!fgets(line, sizeof line, stdin))
        return 1;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    printf("\nit has %zu characters; again:", strcspn(line, "\n"));
    fflush(stdout);
    if (!fgets(line, sizeof line, stdin))
        return 1;
    printf("shown: %s", line);
    printf("the terminal is mine: %s\n", tcgetpgrp(STDIN_FILENO) == getpgrp() ? "yes" : "no");
}
