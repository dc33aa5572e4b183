#include <stdio.h>

int main(void)
{
    printf("kind\tcall\tanswer\na\tsend\t\tEPIPE\n");
}
