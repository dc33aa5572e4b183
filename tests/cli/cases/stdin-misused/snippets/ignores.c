#include <unistd.h>

/* Reads nothing. */
int main(void)
{
    pause();
}
