#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9100) };
	char buf[100];
	int i;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (i = 0; i < 5; i++) {
		int s = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(s, (struct sockaddr *) &a, sizeof(a)) < 0) {
			perror("connect");
			return 1;
		}
		int n = snprintf(buf, sizeof(buf), "request %d", i);
		write(s, buf, n);
		n = read(s, buf, sizeof(buf));
		printf("%.*s\n", n, buf);
		close(s);
	}
	return 0;
}
