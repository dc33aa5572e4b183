/*
 * A project whose flags have the compiler write its dumps outside.
 *
 * setup: echo 'flags: [-fdump-tree-all=/mnt/canary/dump, -save-temps=obj]' >snip.yml
 * ends: 0 or input or refused
 */
int main(void)
{
    return 0;
}
