#include <arpa/inet.h>
#include <err.h>
#include <stddef.h>
#include <stdio.h>

/* sockaddr_in의 한 칸을 메모리에 놓인 차례대로 찍는다. */
static void show(const char *name, const void *at,
                 size_t size)
{
    const unsigned char *byte = at;

    printf("%-10s", name);
    for (size_t i = 0; i < size; i++)
        printf(" %02x", byte[i]);
    putchar('\n');
}

int main(void)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
    };

    if (inet_pton(AF_INET, "127.0.0.1", &a.sin_addr) != 1)
        errx(1, "inet_pton");
    printf("8080은 16진수로 %x\n\n", 8080);
    show("sin_family", &a.sin_family, sizeof a.sin_family);
    show("sin_port", &a.sin_port, sizeof a.sin_port);
    show("sin_addr", &a.sin_addr, sizeof a.sin_addr);
    printf("모두 %zu바이트\n\n", sizeof a);

    unsigned short plain = 8080;
    show("8080", &plain, sizeof plain);
    printf("htons 없이 적은 8080을 커널은 %d로 읽는다\n",
           ntohs(plain));
}
