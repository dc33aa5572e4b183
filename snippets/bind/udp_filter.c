#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static struct sockaddr_in at(const char *ip, in_port_t port)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(port) };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(1, "주소가 아니다: %s", ip);
    return a;
}

static void send_to(int fd, const char *ip, const char *text)
{
    struct sockaddr_in to = at(ip, 8080);

    check(sendto(fd, text, strlen(text), 0, (struct sockaddr *)&to,
                 sizeof to),
          "sendto");
}

static void receive_at(const char *ip)
{
    struct sockaddr_in mine = at(ip, 8080);
    int in = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int out = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int on = 1;

    check(bind(in, (struct sockaddr *)&mine, sizeof mine), "bind");
    check(setsockopt(out, SOL_SOCKET, SO_BROADCAST, &on, sizeof on),
          "SO_BROADCAST");

    // region: send
    send_to(out, "127.0.0.2", "127.0.0.2로 보낸 것");
    send_to(out, "127.255.255.255", "127.255.255.255로 보낸 것");
    send_to(out, "127.0.0.1", "127.0.0.1로 보낸 것");
    send_to(out, "127.0.0.1", "끝"); // 이것이 오면 앞의 것도 다 온 것
    // endregion

    printf("%s에 bind한 소켓이 받은 것\n", ip);
    for (;;) {
        char text[64];
        int n = check(recv(in, text, sizeof text - 1, 0), "recv");
        text[n] = '\0';
        if (strcmp(text, "끝") == 0)
            break;
        printf("  %s\n", text);
    }
    close(in);
    close(out);
}

int main(void)
{
    receive_at("0.0.0.0");
    receive_at("127.0.0.1");
}
