#include <stdio.h>
#include <unistd.h>

/* A child, and one that is in a session of its own, both deaf. */
int main(void)
{
    for (int i = 0; i < 2; i++) {
        if (fork() == 0) {
            if (i)
                setsid();
            if (fork() == 0)
                execl("/bin/sleep", "sleep", "98765", NULL);
            pause();
        }
    }
    sleep(1);
    puts("it leaves four");
    return 0;
}
