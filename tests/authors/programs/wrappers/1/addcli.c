#include "unp.h"

int main(int argc, char **argv)
{
	struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(9877) };
	int s = Socket(AF_INET, SOCK_STREAM, 0);
	char line[100];

	inet_pton(AF_INET, argv[1], &addr.sin_addr);
	Connect(s, (struct sockaddr *) &addr, sizeof(addr));
	while (fgets(line, sizeof(line), stdin) != NULL) {
		write(s, line, strlen(line));
		readline(s, line, sizeof(line));
		fputs(line, stdout);
	}
	return 0;
}
