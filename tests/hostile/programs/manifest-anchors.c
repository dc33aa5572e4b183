/*
 * Has a manifest that grows to a billion words by its own anchors.
 *
 * manifest: a: &a [x, x, x, x, x, x, x, x, x, x]
 * manifest: b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
 * manifest: c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
 * manifest: d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
 * manifest: e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
 * manifest: f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
 * manifest: g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
 * manifest: h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
 * manifest: args: [*h, *h]
 * ends: input
 */
int main(void)
{
    return 0;
}
