#include <stdio.h>
#include <time.h>

int main(void)
{
    char text[32];
    time_t start = 0;

    strftime(text, sizeof text, "%H:%M %Z", localtime(&start));
    printf("it began at %s\n", text);
}
