/*
 * Has a name of a million letters, in what the compiler, the linker and the report say of it.
 *
 * setup: { echo 'int main(void) { return '; head -c 1000000 /dev/zero | tr '\0' x; echo '; }'; } >snippets/$NAME.c
 * ends: refused
 */
int main(void)
{
}
