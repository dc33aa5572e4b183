/*
 * Makes the compiler complain without end.
 *
 * ends: refused
 */
#define A(X) X X X X X X X X X X

int main(void)
{
    A(A(A(A(A(*1;)))))
}
