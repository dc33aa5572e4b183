/*
 * Replacing volatile values, as a manifest's `mask` names them, before anything is compared or
 * shown.
 *
 * Masks act in the order of the manifest, and what one has replaced no later one touches. The same
 * value gets the same name throughout a run: `<port>`, the next different one `<port2>`, numbered
 * as they appear from the first output to the last; of a mask whose values are not told apart
 * (mask_spec.alike) each is called by the name alone.
 *
 * port, pid, inode   decimal numbers of the run that stand alone (ports that sockets had, and were
 *                    ephemeral; pids and inodes of its range): no ASCII letter, digit
 *                    or `_` beside them, and no part of a decimal fraction. `10.0.0.1:45678`,
 *                    `45678.`, `45678번`, `socket:[48213]` are such, and so is tcpdump's
 *                    `10.0.0.1.45678`.
 * address            `0x` and 6 to 16 hexadecimal digits that stand alone.
 * time               dates and clock times in the forms that programs print, whole: as date(1),
 *                    ctime(3), ls(1), syslog, HTTP, mail and ISO 8601 have them, in numbers, and in
 *                    Korean; names of weekdays; Unix seconds (10 digits beginning with 1) and
 *                    milliseconds; durations with a unit (12.345 ms, 3초, 0m0.003s, 1d 2h, 2시간 3분;
 *                    several of one unit, as ping(8) has them, are one: 0.045/0.1/1 ms). Two
 *                    readings of a clock are equal by luck only, so each becomes plain `<time>`,
 *                    never numbered. 02:01, 3m, 2h and 5분 alone are left as they are, for they may
 *                    be something else.
 * a pattern          what it matches, or its group 1 where it has one that took part. It sees the
 *                    names that earlier masks put in; a value that touches one is passed over.
 */
#ifndef SNIP_ENGINE_RECORD_MASK_H
#define SNIP_ENGINE_RECORD_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "box/spec.h"
#include "doc/manifest/masks.h"
#include "engine/record/record.h"

/* Numbers from low to high, both included; low > high: none. */
struct mask_range {
    unsigned long long low, high;
};

/* What a run knows of its volatile values. */
struct mask_facts {
    struct mask_range port, pid, inode;
    struct box_ports given; /* those of `port` that were; none: any of it may have been */
};

/*
 * Replaces what MASKS name in the N outputs TEXTS, in the manifest's order: UTF-8, as text_show()
 * made it. matched[i] (MATCHED may be NULL) is set to whether masks->v[i] replaced anything. Fails
 * with ERR_INPUT at the mask's line of the manifest PATH where a pattern takes too long, by itself
 * or after the others, or makes TEXTS too long; they are then masked in part.
 */
bool mask_apply(const struct mask_specs *masks, const char *path, const struct mask_facts *facts,
                struct buf *texts, size_t n, bool *matched, struct err *err)
    __attribute__((warn_unused_result));

/*
 * Tells whether TEXT, masked, shows the reading of a clock to the second: 02:01:03, a time with
 * such in it, or Unix seconds. A duration is none.
 */
bool mask_sees_clock(struct slice text);

/* What one of two runs gave: the record's processes, masked, and what the masks knew. */
struct outcome {
    const struct record_processes *processes;
    const struct mask_facts *facts;
};

/*
 * Which of snip's own masks that are not in MASKS would make the outputs of the two RUNS equal,
 * both masked by MASKS already: the fewest that do, as "port" or "port, time". Where none do, and
 * LEFT is not NULL, the fewest that leave the fewest lines different; *LEFT is how many they leave.
 * NULL where none would help, or the outputs are equal as they are, or so long that trying would
 * take seconds. Owned by the caller.
 */
char *mask_suggest(const struct mask_specs *masks, const struct outcome runs[2], size_t *left);

/*
 * Which of snip's own masks that are not in MASKS find something in the N outputs TEXTS of one run,
 * as "port, time": what would vary in another, by its looks. Numbers of inodes look like any, and
 * are not looked for. NULL where none does. Owned by the caller.
 */
char *mask_look(const struct mask_specs *masks, const struct mask_facts *facts,
                const struct buf *texts, size_t n);

#endif
