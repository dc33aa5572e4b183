/*
 * The lab of a record: the hosts, networks and addresses that a snippet was run with, as the site
 * draws them. They are the manifest's own words; nothing in them varies from run to run.
 */
#ifndef SNIP_ENGINE_RECORD_RECORDLAB_H
#define SNIP_ENGINE_RECORD_RECORDLAB_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/lab.h"

/* LAB as JSON, a new reference. */
json_t *record_lab_print(const struct lab *lab);

/* Reads JSON into LAB. Returns false where it is no lab; LAB is set either way. */
bool record_lab_parse(struct lab *lab, json_t *json) __attribute__((warn_unused_result));

/*
 * Appends LAB to OUT as a table for people: a line for each interface, under the name of its host.
 */
void record_lab_show(struct buf *out, const struct lab *lab);

#endif
