#include <stdint.h>
#include <stdio.h>
#include <string.h>

// region: sum
// 16비트씩 더하고, 넘친 자리는 돌려 더한다. (1의 보수 합)
static uint16_t sum(const uint8_t *data, size_t size)
{
    uint32_t total = 0;

    for (size_t i = 0; i < size; i += 2)
        total += (uint32_t)data[i] << 8 |
                 (i + 1 < size ? data[i + 1] : 0);
    while (total > 0xffff)
        total = (total & 0xffff) + (total >> 16);
    return (uint16_t)total;
}
// endregion

// region: datagram
static uint8_t datagram[] = {
    // 가상 헤더: 보내지 않지만 체크섬에는 들어간다
    10, 0, 1, 2, // 보내는 주소
    10, 0, 1, 1, // 받는 주소
    0, 17,       // 0, 프로토콜 17(UDP)
    0, 12,       // UDP 길이
    // UDP 헤더
    0x13, 0x88, // 보내는 포트 5000
    0x1f, 0x90, // 받는 포트 8080
    0, 12,      // UDP 길이
    0, 0,       // 체크섬: 계산하는 동안은 0
    // 데이터
    'p', 'i', 'n', 'g'
};
// endregion

static void receive(const char *what)
{
    uint16_t total = sum(datagram, sizeof datagram);

    printf("합 %04x  %s  %s\n", total,
           total == 0xffff ? "받는다" : "버린다", what);
}

int main(void)
{
    // region: check
    uint16_t checksum = ~sum(datagram, sizeof datagram);

    datagram[18] = checksum >> 8;
    datagram[19] = checksum & 0xff;
    printf("체크섬 %04x\n\n", checksum);
    receive("보낸 그대로");

    datagram[20] ^= 0x01;
    receive("데이터에서 한 비트가 뒤집혔다");
    datagram[20] ^= 0x01;

    datagram[7] = 3;
    receive("받는 주소가 10.0.1.3으로 바뀌었다");
    datagram[7] = 1;

    memcpy(datagram + 20, "ngpi", 4);
    receive("ping의 앞뒤 두 바이트가 서로 바뀌었다");
    // endregion
}
