#include <err.h>
#include <stdio.h>
#include <sys/random.h>

int main(void)
{
    unsigned token;

    if (getrandom(&token, sizeof token, 0) != sizeof token)
        err(1, "getrandom");
    printf("token=%08x\n", token);
    printf("again: token=%08x\n", token);
    printf("die: %u, die: %u\n", 1 + token % 6, 1 + token / 6 % 6);
}
