/*
 * Wants 64 TiB of static data: it cannot be executed. That is the program's fault, not the machine's.
 *
 * ends: refused or memory or SIGKILL or SIGSEGV or 127
 */
static char bytes[1UL << 46];

int main(void)
{
    return bytes[4096];
}
