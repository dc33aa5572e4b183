#include "doc/settings/signals.h"

#include <ctype.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"

/* The first name of a number is the one that signal_name() gives. */
static const struct {
    const char *name;
    int number;
} signals[] = {
    { "HUP", SIGHUP },       { "INT", SIGINT },   { "QUIT", SIGQUIT },   { "ILL", SIGILL },
    { "TRAP", SIGTRAP },     { "ABRT", SIGABRT }, { "BUS", SIGBUS },     { "FPE", SIGFPE },
    { "KILL", SIGKILL },     { "USR1", SIGUSR1 }, { "SEGV", SIGSEGV },   { "USR2", SIGUSR2 },
    { "PIPE", SIGPIPE },     { "ALRM", SIGALRM }, { "TERM", SIGTERM },   { "CHLD", SIGCHLD },
    { "CONT", SIGCONT },     { "STOP", SIGSTOP }, { "TSTP", SIGTSTP },   { "TTIN", SIGTTIN },
    { "TTOU", SIGTTOU },     { "URG", SIGURG },   { "XCPU", SIGXCPU },   { "XFSZ", SIGXFSZ },
    { "VTALRM", SIGVTALRM }, { "PROF", SIGPROF }, { "WINCH", SIGWINCH }, { "IO", SIGIO },
    { "PWR", SIGPWR },       { "SYS", SIGSYS },
#ifdef SIGSTKFLT
    { "STKFLT", SIGSTKFLT },
#endif
    { "IOT", SIGABRT },      { "CLD", SIGCHLD },  { "POLL", SIGIO },
};

/* As bash names them: the upper half is counted down from RTMAX. SIGRTMIN is no constant. */
static const char *const real_time[] = {
    "RTMIN",    "RTMIN+1",  "RTMIN+2",  "RTMIN+3",  "RTMIN+4",  "RTMIN+5",  "RTMIN+6",  "RTMIN+7",
    "RTMIN+8",  "RTMIN+9",  "RTMIN+10", "RTMIN+11", "RTMIN+12", "RTMIN+13", "RTMIN+14", "RTMIN+15",
    "RTMAX-14", "RTMAX-13", "RTMAX-12", "RTMAX-11", "RTMAX-10", "RTMAX-9",  "RTMAX-8",  "RTMAX-7",
    "RTMAX-6",  "RTMAX-5",  "RTMAX-4",  "RTMAX-3",  "RTMAX-2",  "RTMAX-1",  "RTMAX",
};

enum {
    SIGNALS = COUNT(signals),
    REAL_TIME = COUNT(real_time),
};

/* The number of the I-th real-time name: its first 16 count from RTMIN, the others to RTMAX. */
static int real_time_number(int i)
{
    return i < 16 ? SIGRTMIN + i : SIGRTMAX - (REAL_TIME - 1 - i);
}

int signal_by_name(const char *name)
{
    const char *bare = text_starts(name, "SIG") ? name + 3 : name;
    for (size_t i = 0; i < SIGNALS; i++)
        if (strcmp(signals[i].name, bare) == 0)
            return signals[i].number;
    for (int i = 0; i < REAL_TIME; i++)
        if (strcmp(real_time[i], bare) == 0)
            return real_time_number(i);
    return 0;
}

const char *signal_name(int signal)
{
    for (size_t i = 0; i < SIGNALS; i++)
        if (signals[i].number == signal)
            return signals[i].name;
    for (int i = 0; i < REAL_TIME; i++)
        if (real_time_number(i) == signal)
            return real_time[i];
    return "?";
}

const char *signal_nearest(const char *word)
{
    AUTO_FREE char *upper = mem_strdup(word);
    for (char *s = upper; *s; s++)
        *s = (char)toupper((unsigned char)*s);
    VEC(const char *) names = { 0 };
    for (size_t i = 0; i < SIGNALS; i++)
        vec_push(&names, signals[i].name);
    const char *near =
        text_nearest(text_starts(upper, "SIG") ? upper + 3 : upper, names.v, names.n);
    vec_release(&names);
    return near;
}

bool signal_ends(int signal)
{
    static const int harmless[] = { SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP,
                                    SIGTTIN, SIGTTOU, SIGURG,  SIGWINCH };
    for (size_t i = 0; i < COUNT(harmless); i++)
        if (harmless[i] == signal)
            return false;
    return true;
}
