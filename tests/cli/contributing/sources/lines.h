int lines_of(const char *text);
