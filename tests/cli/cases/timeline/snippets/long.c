#include <unistd.h>

int main(void)
{
    for (int i = 0; i < 130; i++)
        if (write(1, ".", 1) < 0)
            return 1;
}
