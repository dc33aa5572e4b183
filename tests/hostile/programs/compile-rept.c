/*
 * Has the assembler repeat itself without end, and fill 1 TiB.
 *
 * ends: refused
 */
__asm__(".rept 1000000000\n.rept 1000000000\n.quad 0\n.endr\n.endr");
__asm__(".data\n.fill 0x10000000000, 1, 1");

int main(void)
{
}
