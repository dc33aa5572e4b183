#include "engine/truth/sslines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* The state that ss calls WORD, up to a blank; NULL: none of TCP. */
static const char *state_of(const char *word)
{
    static const char *const names[][2] = {
        { "ESTAB", "ESTABLISHED" },     { "SYN-SENT", "SYN_SENT" },    { "SYN-RECV", "SYN_RECV" },
        { "FIN-WAIT-1", "FIN_WAIT1" },  { "FIN-WAIT-2", "FIN_WAIT2" }, { "TIME-WAIT", "TIME_WAIT" },
        { "CLOSE-WAIT", "CLOSE_WAIT" }, { "LAST-ACK", "LAST_ACK" },    { "LISTEN", "LISTEN" },
        { "CLOSING", "CLOSING" },
    };
    size_t len = strcspn(word, " \t");
    for (size_t i = 0; i < COUNT(names); i++)
        if (strlen(names[i][0]) == len && strncmp(names[i][0], word, len) == 0)
            return names[i][1];
    return NULL;
}

static char *copy_word(const char *line, size_t number)
{
    const char *word = text_word(line, number);
    return mem_strndup(word, strcspn(word, " \t"));
}

/* Where in COMMAND, which may be a shell's, the options of ss begin; NULL: it calls none. */
static const char *options_of(const char *command)
{
    for (const char *at = command; (at = strstr(at, "ss -")); at++)
        if (at == command || strchr(" '/", at[-1]))
            return at + 3;
    return NULL;
}

bool ss_of_tcp(const char *command)
{
    bool tcp = false;
    const char *options = options_of(command);
    for (const char *word = options; word && *word == '-'; word = text_word(word, 1)) {
        size_t len = strcspn(word, " \t'");
        if (word[1] == '-')
            continue;
        if (strcspn(word, "uxwSM0") < len)
            return false;
        tcp |= strcspn(word, "t") < len;
    }
    return tcp;
}

void ss_read(struct ss_lines *lines, const struct record_process *process)
{
    struct slice rest = { process->output, strlen(process->output) }, line;
    while (ss_of_tcp(process->command) && text_line(&rest, &line)) {
        AUTO_FREE char *text = mem_strndup(line.s, line.len);
        const char *state = state_of(text);
        if (state && *text_word(text, 4))
            vec_push(lines, ((struct ss_line){ .state = state,
                                               .local = copy_word(text, 3),
                                               .peer = copy_word(text, 4),
                                               .recv_q = strtoul(text_word(text, 1), NULL, 10),
                                               .send_q = strtoul(text_word(text, 2), NULL, 10) }));
    }
}

void ss_release(struct ss_lines *lines)
{
    vec_each (line, lines) {
        free(line->local);
        free(line->peer);
    }
    vec_release(lines);
}
