// region: a
int main(void)
{
    // region: b
}
// endregion: a
// endregion: b
