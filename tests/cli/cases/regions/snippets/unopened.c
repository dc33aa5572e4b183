int main(void)
{
    // endregion
}
