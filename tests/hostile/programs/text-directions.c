/*
 * Prints what a reader sees otherwise than it is: characters that turn the direction, end a line, or are none.
 *
 * never: [\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]
 * ends: 3
 */
#include <stdio.h>

int main(void)
{
    puts("\u202e reversed \u202c \u2066 isolated \u2069");
    puts("zero\u200bwidth\u200djoined\ufeff");
    puts("\u2028 a line \u2029 a paragraph");
    puts(
        "\xf0\x9f\xbf\xbf \xed\xa0\x80 \xf4\x90\x80\x80 \xc0\xaf"); /* a noncharacter, a surrogate, too much, too long */
    return 3;
}
