char a[100 << 20] = { 1 };
int main(void)
{
    return a[1];
}
