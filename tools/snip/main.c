/*
 * snip: keeps the programs and outputs shown in Markdown posts true. Dispatch, and the way from an
 * error to an exit status.
 */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/err.h"
#include "box/inside/title.h"
#include "box/world/limit.h"
#include "cmd/cmd.h"

int main(int argc, char **argv)
{
    struct err err = { 0 };
    const char *no_room = limit_raise_stack();
    if (no_room) {
        fputs(no_room, stderr);
        return (int)ERR_SYSTEM;
    }
    title_note(argv);
    /*
     * What is written over the limit of `ulimit -f` is to be an error, said with the file's name.
     */
    signal(SIGXFSZ, SIG_IGN);
    bool ok = cmd_main(argc, argv, &err);
    int status = ok ? 0 : err.kind == ERR_NONE ? (int)ERR_SYSTEM : (int)err.kind;
    if (!ok && err.text)
        err_print(stderr, &err);
    err_release(&err);
    /* A full disk or a closed pipe must not pass for success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("snip: cannot write to standard output\n", stderr);
        return (int)ERR_SYSTEM;
    }
    return status;
}
