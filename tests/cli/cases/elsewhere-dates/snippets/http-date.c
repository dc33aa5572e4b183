#include <stdio.h>
#include <time.h>

int main(void)
{
    char text[64];
    time_t now = time(NULL);
    strftime(text, sizeof text, "Date: %a, %d %b %Y %H:00:00 GMT", gmtime(&now));
    puts(text);
}
