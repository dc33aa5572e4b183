#include "engine/work/refused.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/right.h"
#include "base/text.h"

/* Something that takes a right, and how it is known. Lists are words with a blank round each. */
struct refusal {
    unsigned right;
    const char *name;     /* of the right, in a manifest */
    const char *what;     /* takes it */
    const char *says;     /* what a program says that is refused it, and… */
    const char *constant; /* … its errno's name */
    const char *words;    /* one of these is in the program's source, … */
    const char *commands; /* … or it is one of these */
};

static const struct refusal refusals[] = {
    { RIGHT_NET_ADMIN, "net_admin", "a setting below /proc/sys/net", "/proc/sys/net",
      "/proc/sys/net", " /proc/sys/net ", "" },
    { RIGHT_NET_BIND, "net_bind", "a port below 1024", "Permission denied", "EACCES", " bind ",
      "" },
    { RIGHT_TUN, "tun", "a TUN device", "Operation not permitted", "EPERM", " TUNSETIFF IFF_TUN ",
      "" },
    { RIGHT_NET_RAW, "net_raw", "a raw or packet socket", "Operation not permitted", "EPERM",
      " SOCK_RAW AF_PACKET PF_PACKET SOCK_PACKET ", " arping ping tcpdump traceroute tshark " },
    { RIGHT_NET_ADMIN, "net_admin", "to set up a network", "Operation not permitted", "EPERM",
      " IP_TRANSPARENT RTM_DELADDR RTM_DELLINK RTM_DELROUTE RTM_NEWADDR RTM_NEWLINK RTM_NEWROUTE "
      "SIOCADDRT SIOCDELRT SIOCSIFADDR SIOCSIFFLAGS SIOCSIFMTU SIOCSIFNETMASK SO_MARK "
      "SO_RCVBUFFORCE SO_SNDBUFFORCE ",
      " arp ethtool ifconfig ip iptables nft route sysctl tc " },
};

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Tells whether the LEN bytes at WORD stand in TEXT as a word. */
static bool has_word(const struct buf *text, const char *word, size_t len)
{
    const char *s = buf_str(text), *end = s + text->len;
    for (const char *at = s; (at = memmem(at, (size_t)(end - at), word, len)); at++)
        if ((at == s || !is_letter(at[-1])) && (at + len == end || !is_letter(at[len])))
            return true;
    return false;
}

/* Tells whether a source of SNIPPET has one of WORDS. */
static bool names_one(const struct snippet *snippet, const char *words)
{
    for (size_t len; words += strspn(words, " "), (len = strcspn(words, " ")); words += len)
        vec_each (source, &snippet->sources)
            if (has_word(&source->text, words, len))
                return true;
    return false;
}

/* Tells whether the command SPEC does what REFUSAL is about. */
static bool is_command_of(const struct process_spec *spec, const struct refusal *refusal)
{
    AUTO_FREE char *word = mem_printf(" %s ", path_base(spec->command.v[0]));
    return strstr(refusal->commands, word) != NULL;
}

static bool was_refused(const struct snippet *snippet, const struct process_spec *spec,
                        const struct buf *output, const struct refusal *refusal)
{
    bool said = strstr(buf_str(output), refusal->says) ||
                strstr(buf_str(output), refusal->constant);
    return said && !(spec->rights & refusal->right) &&
           (spec->command.n ? is_command_of(spec, refusal) : names_one(snippet, refusal->words));
}

char *refused_hint(const struct snippet *snippet, size_t i, const struct buf *output, int status)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    const struct process_spec *spec = &specs->v[i];
    const struct refusal *refusal = refusals, *end = refusals + COUNT(refusals);
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    while (refusal < end && !was_refused(snippet, spec, output, refusal))
        refusal++;
    if (refusal == end)
        return NULL;
    if (specs->n == 1)
        return mem_printf("%s takes a right: rights: [%s] in %s; should it be refused: expect: %d",
                          refusal->what, refusal->name, manifest, status);
    return mem_printf("%s takes a right: rights: { %s: [%s] } in %s; should it be refused: "
                      "expect: { %s: %d }",
                      refusal->what, spec->name, refusal->name, manifest, spec->name, status);
}
