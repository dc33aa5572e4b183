#include "../net.h"

int main(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in to = local(9000);
    serve(SOCK_DGRAM, 9000);
    for (int i = 1; i <= 5; i++)
        sendto(fd, "12345678", i, 0, (struct sockaddr *)&to, sizeof to);
}
