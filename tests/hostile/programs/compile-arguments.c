/*
 * A project whose flags are in a file, which has those that snip refuses.
 *
 * setup: echo 'flags: ["@snippets/flags"]' >snip.yml
 * setup: echo '-fplugin=/mnt/canary/plugin.so -o /mnt/canary/out -B/mnt/canary' >snippets/flags
 * ends: input or refused
 */
int main(void)
{
}
