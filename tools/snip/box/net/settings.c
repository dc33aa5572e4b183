#include "box/net/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct setting {
    const char *name, *value;
};

bool settings_put(int proc, const char *name, const char *value)
{
    char path[96];
    size_t len = strlen(value);
    snprintf(path, sizeof(path), "sys/net/%s", name);
    AUTO_CLOSE int fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
    return fd >= 0 && write(fd, value, len) == (ssize_t)len;
}

static bool put_all(int proc, const struct setting *settings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!settings_put(proc, settings[i].name, settings[i].value))
            return false;
    return true;
}

void settings_put_children(int proc)
{
    /* More places than a lab has connections, and few enough to walk. */
    settings_put(proc, "ipv4/tcp_child_ehash_entries", "1024");
    settings_put(proc, "ipv4/udp_child_hash_entries", "1024");
}

bool settings_put_tcp(int proc)
{
    static const struct setting kernel[] = {
        /* The machine's would be taken. This one every kernel has, and lets a namespace choose. */
        { "ipv4/tcp_congestion_control", "reno" },
        /* The machine's would be taken, and windows with their scale follow from them. */
        { "ipv4/tcp_rmem", "4096 131072 6291456" },
        { "ipv4/tcp_wmem", "4096 16384 4194304" },
        /* By default these follow from the size of a table, here one of 131,072 places. */
        { "ipv4/tcp_max_syn_backlog", "1024" },
        { "ipv4/tcp_max_tw_buckets", "65536" },
    };
    return put_all(proc, kernel, COUNT(kernel));
}

/* A new namespace takes what is set on this machine for IPv4 (devconf_inherit_init_net). */
bool settings_put_ipv4(int proc, bool forward)
{
    static const struct {
        const char *name, *all, *each;
    } kernel[] = {
        { "rp_filter", "0", "0" },           { "accept_source_route", "0", "1" },
        { "accept_redirects", "1", "1" },    { "send_redirects", "1", "1" },
        { "secure_redirects", "1", "1" },    { "log_martians", "0", "0" },
        { "arp_filter", "0", "0" },          { "arp_ignore", "0", "0" },
        { "arp_announce", "0", "0" },        { "accept_local", "0", "0" },
        { "promote_secondaries", "0", "0" },
    };
    for (size_t i = 0; i < COUNT(kernel); i++) {
        char name[64];
        snprintf(name, sizeof(name), "ipv4/conf/all/%s", kernel[i].name);
        if (!settings_put(proc, name, kernel[i].all))
            return false;
        snprintf(name, sizeof(name), "ipv4/conf/default/%s", kernel[i].name);
        if (!settings_put(proc, name, kernel[i].each))
            return false;
    }
    return settings_put(proc, "ipv4/ip_forward", forward ? "1" : "0");
}

bool settings_put_held(int proc)
{
    static const struct setting held[] = {
        { "ipv4/tcp_timestamps", "0" },      /* a clock in each segment */
        { "ipv4/tcp_early_retrans", "0" },   /* tail loss probes, by a timer of two round trips */
        { "ipv4/tcp_autocorking", "0" },     /* waits for what a queue below it holds */
        { "ipv4/tcp_no_metrics_save", "1" }, /* what one connection learns of time, for the next */
        { "ipv4/tcp_moderate_rcvbuf", "0" }, /* a window that grows by measured round trips */
    };
    return put_all(proc, held, COUNT(held)) &&
           /* Labels are by a random key. */
           (settings_put(proc, "ipv6/auto_flowlabels", "0") || errno == ENOENT);
}
