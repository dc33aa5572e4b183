#include <stddef.h>

/* The socket that both use: bound by the server, connected by the client. */
int udp_socket(int server);
