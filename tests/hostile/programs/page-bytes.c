/*
 * Prints all bytes there are, each alone and with each other before it, in a post.
 *
 * manifest: limits: { time: 60s, output: 2M }
 * page: yes
 * snip: update
 */
#include <stdio.h>

int main(void)
{
    for (int a = 0; a < 256; a++) {
        for (int b = 0; b < 256; b += 5)
            printf("%c%c", a, b);
        puts("");
    }
}
