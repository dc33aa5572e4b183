/*
 * Doubles an expression thirty times by selections of its type: time, not tokens.
 *
 * ends: refused
 */
#define A(X) _Generic((X), int : (X), default : (X))
#define B(X) A(A(A(A(A(X)))))

int main(void)
{
    return B(B(B(B(1))));
}
