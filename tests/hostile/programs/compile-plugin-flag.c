/*
 * A project whose flags load a plugin into the compiler: the file is snip's to refuse.
 *
 * setup: echo 'flags: [-fplugin=./snippets/plugin.so]' >snip.yml
 * ends: input
 */
int main(void)
{
    return 0;
}
