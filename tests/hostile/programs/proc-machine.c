/*
 * Prints what /proc tells of the whole machine: how it was started, what it is busy with, which disks and keys it has.
 *
 * manifest: limits: { time: 60s }
 * manifest: mask:
 * manifest:   - { name: boot, match: '00000000-0000-4000-8000-000000000000|12345678-9abc-4def-8123-456789abcdef' }
 * manifest:   - { name: uptime, match: '3600\.00 0\.00|987654\.32 123456\.78' }
 * manifest:   - { name: load, match: '0\.00 0\.00 0\.00 1/1 1|1\.23 4\.56 7\.89 2/34 56' }
 * says: cmdline: 0 bytes
 * says: sys/kernel/random/boot_id: <boot>
 * says: uptime: <uptime>
 * says: loadavg: <load>
 * says: buddyinfo: 0 bytes
 * says: consoles: 0 bytes
 * says: diskstats: 0 bytes
 * says: dma: 0 bytes
 * says: interrupts: 0 bytes
 * says: iomem: 0 bytes
 * says: ioports: 0 bytes
 * says: key-users: 0 bytes
 * says: keys: 0 bytes
 * says: mdstat: 0 bytes
 * says: partitions: 0 bytes
 * says: schedstat: 0 bytes
 * says: softirqs: 0 bytes
 * says: swaps: 0 bytes
 * says: vmstat: 0 bytes
 * says: zoneinfo: 0 bytes
 * says: asound/: 0 entries
 * says: bus/: 0 entries
 * says: driver/: 0 entries
 * says: fs/: 0 entries
 * says: irq/: 0 entries
 * says: pressure/: 0 entries
 * says: scsi/: 0 entries
 */
#include <dirent.h>

#include "hostile.h"

/* Prints the first line of a file, and how many bytes it has where there is none. */
static void show_file(const char *name)
{
    char path[64], text[4096] = "";
    snprintf(path, sizeof(path), "/proc/%s", name);
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
    text[strcspn(text, "\n")] = '\0';
    if (n > 0)
        printf("%s: %s\n", name, text);
    else
        printf("%s: 0 bytes\n", name);
}

static void show_folder(const char *name)
{
    char path[64];
    int n = 0;
    snprintf(path, sizeof(path), "/proc/%s", name);
    DIR *folder = opendir(path);
    for (struct dirent *e; folder && (e = readdir(folder));)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    printf("%s/: %d entries\n", name, n);
}

int main(void)
{
    static const char *const files[] = { "cmdline",    "sys/kernel/random/boot_id",
                                         "uptime",     "loadavg",
                                         "buddyinfo",  "consoles",
                                         "diskstats",  "dma",
                                         "interrupts", "iomem",
                                         "ioports",    "key-users",
                                         "keys",       "mdstat",
                                         "partitions", "schedstat",
                                         "softirqs",   "swaps",
                                         "vmstat",     "zoneinfo" };
    static const char *const folders[] = { "asound", "bus",      "driver", "fs",
                                           "irq",    "pressure", "scsi" };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        show_file(files[i]);
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        show_folder(folders[i]);
}
