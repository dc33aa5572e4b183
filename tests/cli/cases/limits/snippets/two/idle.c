#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    listen(socket(AF_INET, SOCK_STREAM, 0), 1);
    pause();
}
