/*
 * Has the kernel open a device, a FIFO or a file of the machine as its loader: here the endless one.
 *
 * setup: echo 'flags: ["-Wl,--dynamic-linker=/dev/zero"]' >snip.yml
 * never: TMPDIR
 * ends: 127 or SIGSEGV or SIGKILL
 */
int main(void)
{
}
