/*
 * The lab of a record: the hosts, networks and addresses that a snippet was run with, as the site
 * draws them. They are the manifest's own words; nothing in them varies from run to run.
 */
#ifndef SNIP_ENGINE_RECORD_RECORDLAB_H
#define SNIP_ENGINE_RECORD_RECORDLAB_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/vec.h"
#include "doc/manifest/lab.h"

/* A host's interface on a network. */
struct record_link {
    char *network;
    struct strings addresses; /* each with its prefix: "10.0.1.1/24" */
    unsigned mtu;             /* in bytes; 0: LAB_DEFAULT_MTU */
};

VEC_TYPE(record_links, struct record_link);

/* A host. */
struct record_host {
    char *name;
    bool forward;       /* it is a router */
    struct strings via; /* where its default routes go, without prefixes */
    struct record_links links;
};

VEC_TYPE(record_hosts, struct record_host);

/* A lab; without hosts there is none. */
struct record_lab {
    struct strings networks; /* in the order in which the manifest names them */
    struct record_hosts hosts;
};

/* Makes RECORDED, which holds nothing yet, tell of LAB. */
void record_lab_take(struct record_lab *recorded, const struct lab *lab);

/* LAB as JSON, a new reference. */
json_t *record_lab_print(const struct record_lab *lab);

/* Reads JSON into LAB. Returns false where it is no lab; LAB is set either way. */
bool record_lab_parse(struct record_lab *lab, json_t *json) __attribute__((warn_unused_result));

/* Appends LAB to OUT as a table for people: a line for each interface, under the name of its host. */
void record_lab_show(struct buf *out, const struct record_lab *lab);

/* Frees what LAB owns; it is empty afterwards. */
void record_lab_release(struct record_lab *lab);

#endif
