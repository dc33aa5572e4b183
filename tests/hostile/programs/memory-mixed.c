/*
 * Takes a little of each kind of memory that belongs to no process, each less than the limit of all.
 *
 * needs: cgroup
 * manifest: limits: { time: 60s, memory: 64M }
 * never: took all
 * ends: memory or SIGKILL or files
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

enum { EACH = 16 << 20 };

static void take_semaphores(void)
{
    for (int held = 0; held < EACH; held += 32000 * 64)
        semget(IPC_PRIVATE, 32000, IPC_CREAT | 0600);
}

static void take_messages(void)
{
    static struct {
        long type;
        char text[8000];
    } message = { 1, "" };
    for (int held = 0; held < EACH; held += 16000) {
        int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
        msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT);
        msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT);
    }
}

static void take_netlink(void)
{
    static char bytes[32 << 10];
    int out = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_USERSOCK);
    for (int i = 0; i < 80; i++) {
        struct sockaddr_nl at = { .nl_family = AF_NETLINK };
        socklen_t length = sizeof(at);
        int in = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
        if (in < 0 || bind(in, (struct sockaddr *)&at, sizeof(at)) < 0)
            return;
        getsockname(in, (struct sockaddr *)&at, &length);
        while (sendto(out, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at)) > 0)
            ;
    }
}

static void take_shared(void)
{
    int fd = memfd_create("hostile", 0);
    void *segment = shmat(shmget(IPC_PRIVATE, EACH, IPC_CREAT | 0600), NULL, 0);
    char *bytes = calloc(1, EACH);
    if (!bytes || segment == (void *)-1 || write(fd, bytes, EACH) != EACH)
        return;
    memset(segment, 1, EACH);
    shmdt(segment);
    free(bytes);
}

int main(void)
{
    take_semaphores();
    take_messages();
    take_netlink();
    take_shared();
    sleep(3);
    puts("took all");
}
