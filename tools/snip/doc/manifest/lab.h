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
 * Reads the mapping NODE into the struct lab r->into. The addresses are as
 * doc/manifest/labaddress.h says, an mtu is of 68 to 65535, and of 1280 where there is IPv6, and
 * every name can be that of an interface.
 */
void lab_read(const struct reading *r, const struct node *node);

/*
 * Sets the host of each of SPECS: the one that `on` names, else the only one, else the one of the
 * process's name. All else is a mistake, and so is `on` where there is no LAB.
 */
void lab_place(const struct reading *r, const struct lab *lab, struct process_specs *specs);

#endif
