/* A child opens a file and hands the descriptor to its parent. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int send_fd(int sock, int fd)
{
    char buf[CMSG_SPACE(sizeof(int))] = { 0 };
    struct iovec io = { .iov_base = "x", .iov_len = 1 };
    struct msghdr msg = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = buf, .msg_controllen = sizeof(buf) };
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(cmsg), &fd, sizeof(fd));
    return sendmsg(sock, &msg, 0);
}

static int recv_fd(int sock)
{
    char c, buf[CMSG_SPACE(sizeof(int))];
    struct iovec io = { .iov_base = &c, .iov_len = 1 };
    struct msghdr msg = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = buf, .msg_controllen = sizeof(buf) };
    int fd;

    if (recvmsg(sock, &msg, 0) <= 0)
        return -1;
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
    return fd;
}

static void show(const char *who, int fd)
{
    struct stat st;
    fstat(fd, &st);
    printf("%s (pid %d): fd %d is inode %lu, offset %ld\n", who, getpid(), fd, (unsigned long)st.st_ino,
           (long)lseek(fd, 0, SEEK_CUR));
}

int main(int argc, char *argv[])
{
    int sv[2];

    socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
    if (fork() == 0) {
        char line[5];
        int fd = open("/etc/services", O_RDONLY);
        read(fd, line, sizeof(line));
        show("child", fd);
        send_fd(sv[1], fd);
        exit(0);
    }
    int fd = recv_fd(sv[0]);
    show("parent", fd);
    wait(NULL);
    return 0;
}
