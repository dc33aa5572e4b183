/*
 * Fills message queues of System V, which outlive their processes; 400 MiB at most.
 *
 * needs: cgroup
 * never: held 400 MiB
 * manifest: limits: { time: 60s, memory: 128M }
 * ends: 0 or memory or SIGKILL
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static struct {
        long type;
        char text[8000];
    } message = { 1, "" };
    size_t held = 0;
    for (int queue; held < 400 << 20 && (queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600)) >= 0;)
        while (msgsnd(queue, &message, sizeof(message.text), IPC_NOWAIT) == 0)
            held += sizeof(message.text);
    sleep(2);
    puts(held < 400 << 20 ? "held less" : "held 400 MiB");
}
