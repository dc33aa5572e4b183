/*
 * Has the compiler quote a file outside the snippets in its messages.
 *
 * ends: refused
 */
#include "../../../../../../../../mnt/canary/secret"
#include "/home/secret"
#include "/mnt/canary/secret"
