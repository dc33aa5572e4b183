/*
 * A project whose flags have the program itself write where it was compiled, at its end.
 *
 * setup: echo 'flags: [-Wall, --coverage, -fprofile-dir=/mnt/canary, -fprofile-update=atomic]' >snip.yml
 * ends: 0 or refused
 */
int main(void)
{
}
