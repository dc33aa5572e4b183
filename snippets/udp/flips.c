#include <stdint.h>
#include <stdio.h>

static uint16_t sum(const uint8_t *data, size_t size)
{
    uint32_t total = 0;

    for (size_t i = 0; i < size; i += 2)
        total += (uint32_t)data[i] << 8 | data[i + 1];
    while (total > 0xffff)
        total = (total & 0xffff) + (total >> 16);
    return (uint16_t)total;
}

/* 비트 하나를 뒤집는다. bit가 -1이면 그대로 둔다. */
static uint8_t flip(uint8_t byte, int bit)
{
    return bit < 0 ? byte : byte ^ (uint8_t)(1 << bit);
}

static void print_bit(int bit)
{
    if (bit < 0)
        printf("그대로\t");
    else
        printf("%d\t", bit);
}

int main(void)
{
    printf("p의 비트\tn의 비트\t판정\n");
    for (int p = -1; p < 8; p++)
        for (int n = -1; n < 8; n++) {
            uint8_t sent[] = { 'p', 'i', 'n', 'g' };
            uint8_t came[] = { flip('p', p), 'i',
                               flip('n', n), 'g' };

            print_bit(p);
            print_bit(n);
            printf("%s\n", sum(sent, 4) == sum(came, 4)
                               ? "통과"
                               : "버림");
        }
}
