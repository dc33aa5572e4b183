#include <stdio.h>

int main(void)
{
    puts("한글 소켓 ✓ 🙂");
}
