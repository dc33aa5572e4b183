#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(5353)};
  to.sin_addr.s_addr = inet_addr(argv[1]);
  for (int i = 2; i < argc; i++)
    sendto(s, argv[i], strlen(argv[i]), 0, (struct sockaddr *)&to, sizeof(to));
  printf("%d datagrams sent\n", argc - 2);
  return 0;
}
