/*
 * Grows to ten million additions by eight macros.
 *
 * ends: 0 or refused
 */
#define A(X) X X X X X X X X X X
#define BOMB A(A(A(A(A(A(A(+1)))))))

int main(void)
{
    return 0 * (0 BOMB);
}
