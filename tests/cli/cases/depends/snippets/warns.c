int main(void)
{
    int unused;
}
