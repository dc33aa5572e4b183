#include "../host.h"

int main(void)
{
    connected(SOCK_STREAM, 8080);
}
