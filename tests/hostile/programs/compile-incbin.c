/*
 * Puts a file outside the snippets into the program by the assembler, and prints it.
 *
 * ends: refused
 */
#include <stdio.h>

extern const char secret[];
__asm__(".globl secret\nsecret: .incbin \"/mnt/canary/secret\"\n.byte 0");

int main(void)
{
    puts(secret);
}
