#include <err.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    FILE *notes = fopen("notes", "a");

    if (!notes || argc < 2)
        err(1, "notes");
    fprintf(notes, "%s was here\n", argv[1]);
    fclose(notes);
}
