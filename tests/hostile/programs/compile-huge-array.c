/*
 * Makes the compiler write a program of 1 GiB.
 *
 * ends: refused
 */
char bytes[1 << 30] = { 1 };

int main(void)
{
    return 0;
}
