/* region: all */
int main(void)
{
    // region: socket
    int s = 0;

    if (s)
        return 1;
    // endregion
    return s;
}
/* endregion */
// region: nothing

// endregion
