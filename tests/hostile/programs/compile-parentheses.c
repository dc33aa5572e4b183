/*
 * Has 200,000 parentheses, one in another.
 *
 * setup: printf '%s' 'int nested = ' >>snippets/$NAME.c
 * setup: (printf '(%.0s' {1..200000}; printf 0; printf ')%.0s' {1..200000}) >>snippets/$NAME.c
 * setup: echo ';' >>snippets/$NAME.c
 * ends: 0 or refused
 */
int main(void)
{
    return 0;
}
