/*
 * Asks for a plugin of the compiler by a pragma, and by an attribute.
 *
 * ends: refused
 */
#pragma GCC plugin "/mnt/canary/secret"
#pragma GCC optimize("-fplugin=/mnt/canary/secret")

__attribute__((optimize("plugin=/mnt/canary/secret"))) int main(void)
{
    return 0;
}
