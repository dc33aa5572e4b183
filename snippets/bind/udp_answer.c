#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
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

static void ask(const char *bound)
{
    struct sockaddr_in any = at(bound, 8080), to = at("127.0.0.2", 8080);
    struct sockaddr_in peer, from;
    socklen_t size = sizeof peer;
    char byte, text[INET_ADDRSTRLEN];
    int server = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    int client = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");

    check(bind(server, (struct sockaddr *)&any, sizeof any), "bind");

    // region: ask
    // 클라이언트가 127.0.0.2에 묻는다.
    check(sendto(client, "?", 1, 0, (struct sockaddr *)&to, sizeof to),
          "sendto");

    // 서버는 물어 온 쪽으로 그대로 답한다.
    check(recvfrom(server, &byte, 1, 0, (struct sockaddr *)&peer, &size),
          "recvfrom");
    check(sendto(server, "!", 1, 0, (struct sockaddr *)&peer, size),
          "sendto");

    // 답은 누구에게서 왔나?
    size = sizeof from;
    check(recvfrom(client, &byte, 1, 0, (struct sockaddr *)&from, &size),
          "recvfrom");
    // endregion

    printf("서버의 bind %-9s  물은 곳 127.0.0.2  답한 곳 %s\n", bound,
           inet_ntop(AF_INET, &from.sin_addr, text, sizeof text));
    close(server);
    close(client);
}

int main(void)
{
    ask("0.0.0.0");
    ask("127.0.0.2");
}
