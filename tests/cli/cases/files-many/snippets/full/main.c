#include <unistd.h>

int main(void)
{
    return access("d64", R_OK) || access("/srv/d63", R_OK) || access("/srv/main.c", R_OK) || !access("main.c", F_OK);
}
