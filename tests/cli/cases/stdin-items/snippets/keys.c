#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static void interrupted(int signal)
{
    static const char text[] = "interrupted\n";
    (void)signal;
    if (write(STDOUT_FILENO, text, sizeof text - 1) < 0)
        _exit(1);
}

/* Takes keys one by one, as an editor does; before that Ctrl-C. */
int main(void)
{
    struct sigaction action = { .sa_handler = interrupted };
    struct termios mode;
    char key;

    sigaction(SIGINT, &action, NULL);
    if (read(STDIN_FILENO, &key, 1) < 0)
        puts("read was broken off");
    tcgetattr(STDIN_FILENO, &mode);
    cfmakeraw(&mode);
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
    while (read(STDIN_FILENO, &key, 1) == 1) {
        printf("key %d\n", key);
        if (key == 'q')
            return 0;
    }
}
