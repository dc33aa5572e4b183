/*
 * A project whose flags name other files to write.
 *
 * setup: echo 'flags: [-o, /mnt/canary/product]' >snip.yml
 * ends: input or refused
 */
int main(void)
{
    return 0;
}
