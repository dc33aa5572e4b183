#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(3737) };
	int i, s = socket(AF_INET, SOCK_DGRAM, 0);
	char buf[100];

	a.sin_addr.s_addr = inet_addr("127.0.0.1");
	connect(s, (struct sockaddr *) &a, sizeof(a));
	for (i = 0; i < 2; i++) {
		ssize_t n;
		send(s, "?", 1, 0);
		if ((n = recv(s, buf, sizeof(buf), 0)) < 0) {
			perror("recv");
			return 1;
		}
		printf("%.*s\n", (int) n, buf);
	}
	return 0;
}
