#include <stdio.h>
#include <time.h>

int main(void)
{
    char text[64];
    time_t now = time(NULL);
    strftime(text, sizeof text, "%b %e host daemon[7]: started", localtime(&now));
    puts(text);
}
