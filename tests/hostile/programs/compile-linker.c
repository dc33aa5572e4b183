/*
 * A project whose flags have the linker load a plugin and write a map outside.
 *
 * setup: echo 'flags: [-Wall, "-Wl,-plugin,/mnt/canary/plugin.so", "-Wl,-Map,/mnt/canary/map"]' >snip.yml
 * ends: input or refused
 */
int main(void)
{
}
