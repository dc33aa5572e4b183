// region: a
int main(void)
{
}
