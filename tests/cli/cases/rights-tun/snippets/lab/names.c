#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    struct if_nameindex *all = if_nameindex();
    for (size_t i = 0; all && all[i].if_index; i++)
        printf("%s ", all[i].if_name);
    printf("and %s\n", access("/dev/net/tun", R_OK | W_OK) == 0 ? "the device" : "no device");
    return 0;
}
