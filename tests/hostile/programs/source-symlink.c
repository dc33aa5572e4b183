/*
 * Is a link out of the folder: to a C file, which would be published.
 *
 * setup: cp snippets/$NAME.c /mnt/canary/source.c
 * setup: rm snippets/$NAME.c
 * setup: ln -s /mnt/canary/source.c snippets/$NAME.c
 * after: rm -f /mnt/canary/source.c
 * ends: input
 */
int main(void)
{
    return 0;
}
