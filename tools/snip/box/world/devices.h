/*
 * The machine's devices that a box has, by their numbers: who runs `cc -o /dev/null` as root leaves
 * a file in its place, and each box would write to that.
 */
#ifndef SNIP_BOX_WORLD_DEVICES_H
#define SNIP_BOX_WORLD_DEVICES_H

#include <stdbool.h>

#include "base/err.h"

/* A device with characters; its numbers are those that Linux gives out (devices.txt). */
struct device {
    const char *path; /* below /dev */
    unsigned major, minor;
};

enum { DEVICES = 6 };

/* Those that programs count on; the machine's disks and terminals are none of them. */
extern const struct device devices[DEVICES];

/*
 * Tells whether DEVICE is what its name says, or not there at all. Fails with ERR_SYSTEM, and says
 * how to make it again.
 */
bool device_check(const struct device *device, struct err *err) __attribute__((warn_unused_result));

/* As device_check(), of all of `devices`. */
bool devices_check(struct err *err) __attribute__((warn_unused_result));

#endif
