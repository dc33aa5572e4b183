#include "../host.h"

int main(void)
{
    listening(0);
    pause();
}
