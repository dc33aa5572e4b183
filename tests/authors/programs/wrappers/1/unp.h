#ifndef UNP_H
#define UNP_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int Socket(int family, int type, int protocol);
void Bind(int fd, const struct sockaddr *sa, socklen_t len);
void Listen(int fd, int backlog);
int Accept(int fd, struct sockaddr *sa, socklen_t *len);
void Connect(int fd, const struct sockaddr *sa, socklen_t len);
ssize_t readline(int fd, char *line, size_t size);
void err_sys(const char *what);

#endif
