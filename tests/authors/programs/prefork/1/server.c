/* Preforked children that all wait in accept(). */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define NCHILDREN 3

static pid_t pids[NCHILDREN];

static void sig_term(int signo)
{
	int i;

	for (i = 0; i < NCHILDREN; i++)
		kill(pids[i], SIGTERM);
	while (wait(NULL) > 0)
		;
	printf("all children are gone\n");
	exit(0);
}

static void child_main(int listenfd)
{
	printf("child %ld starting\n", (long) getpid());
	for ( ; ; ) {
		char buf[100];
		int connfd = accept(listenfd, NULL, NULL);
		ssize_t n = read(connfd, buf, sizeof(buf));
		if (n <= 0)
			exit(1);
		write(connfd, buf, n);
		close(connfd);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(9100) };
	int i, listenfd = socket(AF_INET, SOCK_STREAM, 0);

	bind(listenfd, (struct sockaddr *) &a, sizeof(a));
	listen(listenfd, 10);
	for (i = 0; i < NCHILDREN; i++) {
		if ((pids[i] = fork()) == 0)
			child_main(listenfd);
	}
	signal(SIGTERM, sig_term);
	for ( ; ; )
		pause();
}
