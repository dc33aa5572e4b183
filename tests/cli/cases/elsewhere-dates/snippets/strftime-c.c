#include <locale.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    char text[64];
    time_t now;
    setlocale(LC_ALL, "");
    time(&now);
    strftime(text, sizeof text, "%c", localtime(&now));
    puts(text);
}
