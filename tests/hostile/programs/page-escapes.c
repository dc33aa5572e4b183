/*
 * Prints sequences that command the reader's terminal: title, clipboard, clearing, answers, 8-bit ones.
 */
#include <stdio.h>

int main(void)
{
    puts("\033]0;title\007");
    puts("\033]52;c;aGVsbG8=\007");
    puts("\033[2J\033[H\033[6n\033[c");
    puts("\033P$q\033\\ \033[?1049h \033(0 \016");
    puts("\x9b"
         "2J \x90 \x9d"
         "0;title\x9c");
    puts("\xc2\x9b"
         "2J \xe2\x80\xae right to left \xe2\x80\xa8 \xef\xbf\xbf");
    puts("back\b\b\b\bgone\rover\vdown\fpage\x7f");
    fwrite("nul\0nul\n", 1, 8, stdout);
}
