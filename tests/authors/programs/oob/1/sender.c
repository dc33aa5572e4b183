#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int sockfd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a;

	memset(&a, 0, sizeof(a));
	a.sin_family = AF_INET;
	a.sin_port = htons(atoi(argv[2]));
	inet_pton(AF_INET, argv[1], &a.sin_addr);
	if (connect(sockfd, (struct sockaddr *) &a, sizeof(a)) < 0) {
		perror("connect");
		exit(1);
	}
	write(sockfd, "123", 3);
	printf("wrote 3 bytes of normal data\n");
	sleep(1);
	send(sockfd, "4", 1, MSG_OOB);
	printf("wrote 1 byte of OOB data\n");
	sleep(1);
	write(sockfd, "56", 2);
	printf("wrote 2 bytes of normal data\n");
	sleep(1);
	send(sockfd, "7", 1, MSG_OOB);
	printf("wrote 1 byte of OOB data\n");
	sleep(1);
	write(sockfd, "89", 2);
	printf("wrote 2 bytes of normal data\n");
	sleep(1);
	exit(0);
}
