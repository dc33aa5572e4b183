/*
 * Has the assembler read a file without end.
 *
 * ends: refused
 */
__asm__(".incbin \"/dev/zero\"");

int main(void)
{
    return 0;
}
