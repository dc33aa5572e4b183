#include <unistd.h>

/* Beside what shows that the machine is not fit it is not waited for. */
int main(void)
{
    for (;;)
        pause();
}
