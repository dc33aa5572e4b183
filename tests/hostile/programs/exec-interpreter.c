/*
 * Names a dynamic linker that is none: the kernel cannot execute it. That is the program's fault, not the machine's.
 *
 * setup: echo 'libs: ["-Wl,--dynamic-linker=/there/is/none"]' >>snip.yml
 * ends: refused or input or 127 or SIGSEGV or SIGKILL
 */
int main(void)
{
    return 0;
}
