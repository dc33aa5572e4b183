// region: a
int main(void)
{
    // region: b
}
// endregion
// endregion
