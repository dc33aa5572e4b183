#include "unp.h"

void err_sys(const char *what)
{
	perror(what);
	exit(1);
}

int Socket(int family, int type, int protocol)
{
	int n = socket(family, type, protocol);
	if (n < 0)
		err_sys("socket error");
	return n;
}

void Bind(int fd, const struct sockaddr *sa, socklen_t len)
{
	if (bind(fd, sa, len) < 0)
		err_sys("bind error");
}

void Listen(int fd, int backlog)
{
	if (listen(fd, backlog) < 0)
		err_sys("listen error");
}

int Accept(int fd, struct sockaddr *sa, socklen_t *len)
{
	int n = accept(fd, sa, len);
	if (n < 0)
		err_sys("accept error");
	return n;
}

void Connect(int fd, const struct sockaddr *sa, socklen_t len)
{
	if (connect(fd, sa, len) < 0)
		err_sys("connect error");
}

ssize_t readline(int fd, char *line, size_t size)
{
	size_t n = 0;
	while (n + 1 < size && read(fd, line + n, 1) == 1)
		if (line[n++] == '\n')
			break;
	line[n] = 0;
	return n;
}
