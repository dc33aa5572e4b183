/*
 * How a run is to be recorded, as a manifest says it: `trace: true`, or what wires do then:
 * `trace: { lose: { alice: 2 }, flip: { alice: [1, 3] }, arp: true, orders: 20 }`.
 */
#ifndef SNIP_DOC_MANIFEST_TRACE_H
#define SNIP_DOC_MANIFEST_TRACE_H

#include "base/lab.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* Reads NODE into the struct trace_spec r->into; whose frames are lost is a host of LAB. */
void trace_read(const struct reading *r, const struct node *node, const struct lab *lab);

/* Frees what SPEC owns; it is empty afterwards. */
void trace_spec_release(struct trace_spec *spec);

#endif
