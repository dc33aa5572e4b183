// region: a
int a;
// endregion
// region: a
int main(void)
{
}
// endregion
