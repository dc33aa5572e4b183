/*
 * A manifest that puts a file of the machine into the program's world.
 *
 * manifest: files: { /etc/hosts: ../../../../../../../../mnt/canary/secret }
 * ends: input
 */
int main(void)
{
    return 0;
}
