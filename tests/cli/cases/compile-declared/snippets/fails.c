int main(void)
{
    x = 1;
}
