/*
 * Has the compiler quote a secret file in its messages.
 *
 * ends: refused
 * never: root:
 */
#include "/etc/shadow"
