#include <err.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    if (socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) < 0)
        err(1, "socket");
    pause();
}
