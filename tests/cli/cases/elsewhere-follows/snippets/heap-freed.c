#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *text = malloc(64);
    strcpy(text, "a text that is longer than what malloc(3) writes into it");
    char *end = text + 30;
    free(text);
    printf("%.8s\n", end);
}
