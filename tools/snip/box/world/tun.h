/*
 * tun0, an interface whose other end is a program (tun(4)): for programs with RIGHT_TUN.
 */
#ifndef SNIP_BOX_WORLD_TUN_H
#define SNIP_BOX_WORLD_TUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "box/spec.h"

/* Where the device file is, in a box too. */
#define TUN_DEVICE "/dev/net/tun"

/* Tells whether a program on HOST (0 without a lab) is to have tun0. */
bool tun_wanted(const struct box_spec *spec, size_t host);

/* Fails with ERR_SYSTEM where SPEC wants what the programs of this machine cannot have. */
bool tun_check(const struct box_spec *spec, struct err *err) __attribute__((warn_unused_result));

/*
 * Makes tun0 in the caller's network: up, with the address 10.9.0.1/24, IPv4 only, so that nothing
 * comes out of it that no program sent. BOX_UID can take hold of it without any capability; it
 * stays when nobody does. Returns false and errno. Async-signal-safe.
 */
bool tun_make(void) __attribute__((warn_unused_result));

#endif
