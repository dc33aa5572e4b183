/*
 * The addresses of a lab: what a manifest says of them, and that they agree with each other.
 */
#ifndef SNIP_DOC_MANIFEST_LABADDRESS_H
#define SNIP_DOC_MANIFEST_LABADDRESS_H

#include "base/lab.h"
#include "doc/manifest/process.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/*
 * Reads NODE, an address or a list of them, into LINK of LAB. No two hosts have one address (a
 * link-local one may be again on another network), those of one family on a network share their
 * prefix, and no two networks overlap.
 */
void lab_read_addresses(const struct reading *r, const struct node *node, const struct lab *lab,
                        struct lab_link *link);

/*
 * Reads NODE, an address or a list of them, into the routers that HOST of LAB sends to. Each is the
 * address of another host on a common network; all addresses of LAB have been read.
 */
void lab_read_via(const struct reading *r, const struct node *node, const struct lab *lab,
                  struct lab_host *host);

/* Holds that no network of LAB overlaps that of tun0 where one of SPECS has the right to it. */
void lab_check_tun(const struct reading *r, const struct lab *lab,
                   const struct process_specs *specs);

#endif
