// region a
int main(void)
{
}
// endregion
