/*
 * Lies in a folder that holds itself, by a link.
 *
 * setup: ln -s . snippets/loop
 * setup: ln -s ../snippets snippets/back
 * ends: 0 or input
 */
int main(void)
{
    return 0;
}
