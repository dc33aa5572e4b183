#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    struct { int port, flags; } *options = malloc(sizeof *options);
    options->port = 8080;
    printf("port %d, flags %d\n", options->port, options->flags);
    free(options);
}
