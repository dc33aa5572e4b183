#include <stdio.h>

int main(void)
{
    printf("one\r\ntwo\rthree\r\n");
}
