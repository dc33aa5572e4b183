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

/* size바이트를 다 받을 때까지 읽는다. 그 전에 끝나면 0. */
static int read_all(int fd, void *data, size_t size)
{
    for (size_t got = 0; got < size;) {
        int n = check(read(fd, (char *)data + got,
                           size - got),
                      "read");

        if (n == 0)
            return 0;
        got += n;
    }
    return 1;
}

/* 길이 2바이트를 앞에 붙여 보낸다. */
static void send_message(int fd, const char *text)
{
    unsigned char frame[2 + 255] = { 0, strlen(text) };

    memcpy(frame + 2, text, frame[1]);
    check(write(fd, frame, 2 + frame[1]), "write");
}

int main(void)
{
    int pair[2];
    unsigned char head[2];
    char text[256];

    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
          "socketpair");
    send_message(pair[0], "안녕");
    send_message(pair[0], "소켓");
    send_message(pair[0], "세 번째는 조금 더 길다");
    close(pair[0]);

    while (read_all(pair[1], head, sizeof head)) {
        size_t size = head[0] << 8 | head[1];

        if (size > sizeof text ||
            !read_all(pair[1], text, size))
            errx(1, "메시지가 중간에 끊겼다");
        printf("%2zu바이트: %.*s\n", size, (int)size, text);
    }
}
