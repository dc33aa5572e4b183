#ifndef UD_UCASE_H
#define UD_UCASE_H

#define BUF_SIZE 10
#define SV_SOCK_PATH "/tmp/ud_ucase"
#define errExit(what) do { perror(what); exit(EXIT_FAILURE); } while (0)

#endif
