/*
 * A frame with all that varies from run to run made constant, and its checksums as right or as
 * wrong as before, so that a file of such frames is the same in every run, and can be opened by
 * what reads captures.
 *
 *   ephemeral ports                 50000 and up, in the order of their appearance
 *   numbers of TCP                  counted as in words, from 0
 *   windows that are open, scale    65535, 7: they come of the machine's memory
 *   time stamps, cookies, keys      0
 *   identifications                 0; of fragments and echo requests 1 and up, as they appear
 *   flow labels                     0
 */
#ifndef SNIP_ENGINE_TRACE_CONSTANT_H
#define SNIP_ENGINE_TRACE_CONSTANT_H

#include "engine/trace/flow.h"
#include "engine/trace/packet.h"

enum { FRAME_SHOWN = 256 /* bytes of a frame: the record is to stay small */ };

/* Turns over the bit at the place BIT, counted from the first, of the LEN bytes at S. */
void frame_turn(unsigned char *s, size_t len, uint64_t bit);

/*
 * The first FRAME_SHOWN bytes of FRAME, made constant, in base64. Then the bit at the place FLIP
 * is turned over, where there is one: a checksum that this makes wrong stays so. Owned by the
 * caller.
 */
char *frame_constant(const struct frame *frame, struct frames *frames, uint64_t flip);

/*
 * BYTES, which frame_constant() made, with each byte of data as `?`, for data that varies. Owned by
 * the caller.
 */
char *constant_hide(const char *bytes);

#endif
