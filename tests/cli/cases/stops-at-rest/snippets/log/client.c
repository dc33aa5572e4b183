#include "../net.h"

int main(void)
{
    return write(call(SOCK_STREAM, 9000), "hello", 5) != 5;
}
