#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int sockfd, n;
	char recvline[101];
	struct sockaddr_in servaddr;

	if (argc != 2) {
		printf("usage: a.out <IPaddress>\n");
		exit(1);
	}
	if ((sockfd = socket(AF_INET, SOCK_STREAM, 0)) < 0) {
		perror("socket error");
		exit(1);
	}
	bzero(&servaddr, sizeof(servaddr));
	servaddr.sin_family = AF_INET;
	servaddr.sin_port = htons(13);
	inet_pton(AF_INET, argv[1], &servaddr.sin_addr);
	if (connect(sockfd, (struct sockaddr *) &servaddr, sizeof(servaddr)) < 0) {
		perror("connect error");
		exit(1);
	}
	while ((n = read(sockfd, recvline, 100)) > 0) {
		recvline[n] = 0;
		fputs(recvline, stdout);
	}
	exit(0);
}
