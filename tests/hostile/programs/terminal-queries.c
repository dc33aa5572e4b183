/*
 * Asks the terminal who it is, where its cursor stands and what its title is, and waits for an answer.
 *
 * says: ...
 * says: nothing was answered
 */
#include <poll.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct pollfd wait[] = { { 0, POLLIN, 0 }, { 1, POLLIN, 0 } };
    char bytes[64];
    fputs("\033[c\033[6n\033[21t\033]10;?\007\033P$q q\033\\\005\n", stdout);
    fflush(stdout);
    poll(wait, 2, 500);
    ssize_t n = read(0, bytes, sizeof(bytes));
    puts(n == 0 && !(wait[1].revents & POLLIN) ? "nothing was answered" : "something was answered");
}
