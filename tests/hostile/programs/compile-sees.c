/*
 * Asks the compiler which files of the machine are there for it.
 *
 * says: a system header: yes
 * says: /etc/shadow: no
 * says: /mnt/canary/secret: no
 * says: /home/secret: no
 * says: /sys/kernel/notes: no
 * says: /var/lib/dpkg/status: no
 */
#include <stdio.h>

int main(void)
{
#if __has_include(<sys/socket.h>)
    puts("a system header: yes");
#else
    puts("a system header: no");
#endif
#if __has_include("/etc/shadow")
    puts("/etc/shadow: yes");
#else
    puts("/etc/shadow: no");
#endif
#if __has_include("/mnt/canary/secret")
    puts("/mnt/canary/secret: yes");
#else
    puts("/mnt/canary/secret: no");
#endif
#if __has_include("/home/secret")
    puts("/home/secret: yes");
#else
    puts("/home/secret: no");
#endif
#if __has_include("/sys/kernel/notes")
    puts("/sys/kernel/notes: yes");
#else
    puts("/sys/kernel/notes: no");
#endif
#if __has_include("/var/lib/dpkg/status")
    puts("/var/lib/dpkg/status: yes");
#else
    puts("/var/lib/dpkg/status: no");
#endif
}
