/*
 * Has warnings without number, each in a file whose name a #line gives: with commands to the terminal, without end.
 *
 * ends: refused
 * never: ^::error
 */
#define WARN   _Pragma("GCC warning \"\033[2J\"")
#define TEN(X) X X X X X X X X X X
#line 1 "\033]0;title\007\n::error file=x::"
TEN(TEN(TEN(TEN(WARN))))

int main(void)
{
}
