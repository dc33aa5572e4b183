/*
 * The hosts and networks of a snippet, as a manifest says it: `lab: { server: { lan: 10.0.1.1/24 },
 * alice: { lan: 10.0.1.2/24, via: 10.0.1.1 } }`. A network is there by being named in a host, whose
 * interface on it has its name.
 */
#ifndef SNIP_DOC_MANIFEST_LAB_H
#define SNIP_DOC_MANIFEST_LAB_H

#include "base/lab.h"
#include "doc/manifest/process.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/*
 * Reads the mapping NODE into the struct lab r->into. No two hosts have one address (a link-local one
 * may be again on another network), the addresses of one family on a network share their prefix, no
 * two networks overlap, `via` is the address of another host on a common network, an mtu is of 68 to
 * 65535, and of 1280 where there is IPv6, and every name can be that of an interface.
 */
void lab_read(const struct reading *r, const struct node *node);

/*
 * Sets the host of each of SPECS: the one that `on` names, else the only one, else the one of the
 * process's name. All else is a mistake, and so is `on` where there is no LAB.
 */
void lab_place(const struct reading *r, const struct lab *lab, struct process_specs *specs);

/* Holds that no network of LAB overlaps that of tun0 where one of SPECS has the right to it. */
void lab_check_tun(const struct reading *r, const struct lab *lab,
                   const struct process_specs *specs);

#endif
