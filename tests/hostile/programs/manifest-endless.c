/*
 * Has a manifest without end.
 *
 * setup: rm snippets/$NAME.yml
 * setup: ln -s /dev/zero snippets/$NAME.yml
 * ends: input
 */
int main(void)
{
    return 0;
}
