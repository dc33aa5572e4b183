#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 체크섬이 틀려 커널이 버린 UDP 데이터그램의 수 */
static long dropped(void)
{
    char names[512], values[512];
    FILE *f = fopen("/proc/net/snmp", "r");
    long found = -1;

    if (!f)
        err(1, "/proc/net/snmp");
    while (found < 0 && fgets(names, sizeof names, f) &&
           fgets(values, sizeof values, f)) {
        char *n, *v, *name = strtok_r(names, " \n", &n);
        char *value = strtok_r(values, " \n", &v);

        if (!name || strcmp(name, "Udp:") != 0)
            continue;
        while ((name = strtok_r(NULL, " \n", &n)) &&
               (value = strtok_r(NULL, " \n", &v)))
            if (strcmp(name, "InCsumErrors") == 0)
                sscanf(value, "%ld", &found);
    }
    fclose(f);
    return found;
}

int main(void)
{
    // region: send
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    // 포트 5000에서 8080으로, 길이 12, 체크섬은 엉터리
    unsigned char wrong[] = {
        0x13, 0x88, 0x1f, 0x90, 0,   12,
        0x12, 0x34, 'p',  'i',  'n', 'g'
    };
    // 체크섬을 0으로 두면 "계산하지 않았다"는 뜻이다.
    unsigned char none[] = {
        0x13, 0x88, 0x1f, 0x90, 0,   12,
        0,    0,    'p',  'o',  'n', 'g'
    };

    int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(udp, (struct sockaddr *)&to, sizeof to),
          "bind");
    int raw = check(socket(AF_INET, SOCK_RAW, IPPROTO_UDP),
                    "socket");
    check(connect(raw, (struct sockaddr *)&to, sizeof to),
          "connect");
    check(send(raw, wrong, sizeof wrong, 0), "send");
    check(send(raw, none, sizeof none, 0), "send");
    // endregion

    char text[64];
    int n;
    while ((n = recv(udp, text, sizeof text, MSG_DONTWAIT)) >=
           0)
        printf("받은 것: %.*s\n", n, text);
    printf("그다음은 %s\n", strerrorname_np(errno));
    printf("InCsumErrors %ld\n", dropped());
}
