#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int listenfd, connfd;

void sig_urg(int signo)
{
	int n;
	char buff[100];

	printf("SIGURG received\n");
	n = recv(connfd, buff, sizeof(buff) - 1, MSG_OOB);
	buff[n] = 0;
	printf("read %d OOB byte: %s\n", n, buff);
}

int main(int argc, char **argv)
{
	int n;
	char buff[100];
	struct sockaddr_in a;

	listenfd = socket(AF_INET, SOCK_STREAM, 0);
	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(atoi(argv[1]));
	bind(listenfd, (struct sockaddr *) &a, sizeof(a));
	listen(listenfd, 1);
	connfd = accept(listenfd, NULL, NULL);
	signal(SIGURG, sig_urg);
	fcntl(connfd, F_SETOWN, getpid());

	for ( ; ; ) {
		if ((n = read(connfd, buff, sizeof(buff) - 1)) == 0) {
			printf("received EOF\n");
			exit(0);
		}
		if (n < 0 && errno == EINTR)
			continue;
		buff[n] = 0;
		printf("read %d bytes: %s\n", n, buff);
	}
}
