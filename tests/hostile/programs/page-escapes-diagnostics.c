/*
 * Has sequences that command the terminal in what the compiler says.
 *
 * ends: refused
 */
#error "]0;title[2J 2J"

int main(void)
{
    return 0;
}
