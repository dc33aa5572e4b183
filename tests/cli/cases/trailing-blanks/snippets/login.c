#include <stdio.h>

int main(void)
{
    printf("login: \nGET / \r\n\t\n10%%\r20%%\ra \t");  
}
