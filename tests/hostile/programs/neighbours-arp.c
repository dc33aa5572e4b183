/*
 * Asks for a thousand hosts that are not there, by ARP: the machine has one table of neighbours for all networks.
 *
 * manifest: lab: { a: { lan: 10.0.0.1/16 }, b: { lan: 10.0.0.2/16 } }
 * manifest: run: { it: { on: a, source: neighbours-arp.c } }
 * never: all were asked for
 * ends: neighbours
 */
#include "neighbours.h"

int main(void)
{
    ask_for_neighbours("10.0.0.0");
}
