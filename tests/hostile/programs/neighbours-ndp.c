/*
 * Asks for a thousand hosts that are not there, by NDP: the machine has one table of neighbours for all networks.
 *
 * manifest: lab: { a: { lan: "fd01::1/64" }, b: { lan: "fd01::2/64" } }
 * manifest: run: { it: { on: b, source: neighbours-ndp.c } }
 * never: all were asked for
 * ends: neighbours
 */
#include "neighbours.h"

int main(void)
{
    ask_for_neighbours("fd01::");
}
