/*
 * Grows to 10^12 tokens, all within a condition of the preprocessor.
 *
 * ends: refused
 */
#define A(X) X X X X X X X X X X
#define B    A(A(A(A(A(A(+1))))))
#if 0 A(A(A(A(A(A(B))))))
#endif

int main(void)
{
    return 0;
}
