/*
 * Computes for ever.
 *
 * ends: time or processor
 */
int main(void)
{
    for (volatile int i = 0;; i = i + 1)
        ;
}
