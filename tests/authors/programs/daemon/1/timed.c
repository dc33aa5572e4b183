/* A daemon that answers each datagram with a number, and logs to a file. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static void daemonize(void)
{
	pid_t pid;

	if ((pid = fork()) < 0) {
		perror("fork");
		exit(1);
	} else if (pid != 0) {
		printf("daemon started, pid %d\n", pid);
		exit(0);
	}
	setsid();
	signal(SIGHUP, SIG_IGN);
	if (fork() > 0)
		exit(0);
	umask(0);
	close(0);
	close(1);
	close(2);
	open("/dev/null", O_RDWR);
	dup(0);
	dup(0);
}

int main(void)
{
	struct sockaddr_in a, peer;
	socklen_t len;
	char buf[100];
	int s, n = 0;

	daemonize();
	s = socket(AF_INET, SOCK_DGRAM, 0);
	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(3737);
	bind(s, (struct sockaddr *) &a, sizeof(a));
	for (;;) {
		len = sizeof(peer);
		recvfrom(s, buf, sizeof(buf), 0, (struct sockaddr *) &peer, &len);
		snprintf(buf, sizeof(buf), "request %d, ppid %d", ++n, getppid());
		sendto(s, buf, strlen(buf), 0, (struct sockaddr *) &peer, len);
	}
}
