/*
 * Has the assembler read the machine's files and fill the disk: its directives are no business of the preprocessor's.
 *
 * ends: refused
 * never: root:
 */
__asm__(".include \"/etc/passwd\"");
__asm__(".include \"/mnt/canary/secret\"");
__asm__(".incbin \"/proc/self/environ\"");
__asm__(".rept 1000000000\n.quad 0\n.endr");

int main(void)
{
}
