#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 1024; i++)
        if (write(1, "x", 1) < 0)
            return 1;
}
