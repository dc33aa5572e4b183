#include "unp.h"

int main(int argc, char **argv)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(9877) };
	int listenfd = Socket(AF_INET, SOCK_STREAM, 0);
	char line[100];
	long a, b;

	Bind(listenfd, (struct sockaddr *) &addr, sizeof(addr));
	Listen(listenfd, 5);
	for ( ; ; ) {
		int connfd = Accept(listenfd, NULL, NULL);
		while (readline(connfd, line, sizeof(line)) > 0) {
			printf("request: %s", line);
			if (sscanf(line, "%ld%ld", &a, &b) == 2)
				dprintf(connfd, "%ld\n", a + b);
			else
				dprintf(connfd, "input error\n");
		}
		close(connfd);
	}
}
