#include "engine/trace/pieces.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/trace/numbers.h"

bool piece_next(const struct event *event, unsigned arg, size_t *at, struct piece *piece)
{
    size_t end = event->len < sizeof(event->data) ? event->len : sizeof(event->data);
    struct event_piece head;
    while (*at < end && end - *at >= sizeof(head)) {
        memcpy(&head, event->data + *at, sizeof(head));
        const unsigned char *bytes = event->data + *at + sizeof(head);
        if (head.len > end - *at - sizeof(head))
            return false;
        *at += sizeof(head) + head.len;
        if (head.arg != arg)
            continue;
        size_t full = head.full > head.len ? head.full : head.len;
        *piece = (struct piece){ bytes, head.len, full, head.part };
        return true;
    }
    return false;
}

bool piece_take(const struct piece *piece, void *to, size_t len)
{
    if (piece->len < len)
        return false;
    memcpy(to, piece->bytes, len);
    return true;
}

/* Appends the character at S, of LEN bytes, as it stands in a C string. Returns its bytes. */
static size_t add_character(struct buf *out, const char *s, size_t len)
{
    static const char escaped[] = "\"\\\n\r\t", letters[] = "\"\\nrt";
    const char *escape = *s ? strchr(escaped, *s) : NULL;
    uint32_t code;
    size_t n = utf8_decode(s, len, &code);
    if (n == 0)
        n = 1;
    if (escape)
        buf_printf(out, "\\%c", letters[escape - escaped]);
    else if (*s == '\0' && (len == 1 || s[1] < '0' || s[1] > '9'))
        buf_adds(out, "\\0");
    else
        text_show_line(out, s, n);
    return n;
}

void piece_add_text(struct buf *out, const struct piece *piece)
{
    size_t at = 0;
    buf_addc(out, '"');
    while (at < piece->len)
        at += add_character(out, (const char *)piece->bytes + at, piece->len - at);
    buf_adds(out, at < piece->full ? "…\"" : "\"");
}

/* How many bytes at S, in a string, are a character or stand for one. */
static size_t step(const char *s)
{
    return s[0] == '\\' && s[1] && strchr("\"\\0", s[1]) ? 2 : text_shown_step(s);
}

/* Appends the string at S, behind its quotation mark, and that; returns how many bytes it has. */
static size_t add_cut(struct buf *out, const char *s)
{
    size_t at = 0, shown = 0, fits = 0;
    while (s[at] && s[at] != '"') {
        size_t len = step(s + at);
        shown += text_width(s + at) - text_width(s + at + len);
        at += len;
        if (shown <= TEXT_SHOWN)
            fits = at;
    }
    buf_add(out, s, fits);
    buf_adds(out, fits < at ? "…" : "");
    if (s[at])
        buf_addc(out, s[at++]);
    return at;
}

void piece_cut_texts(char **words)
{
    struct buf out = BUF_INIT;
    for (const char *s = *words; *s;) {
        buf_addc(&out, *s);
        if (*s++ == '"')
            s += add_cut(&out, s);
    }
    free(*words);
    *words = buf_steal(&out);
}

/* Appends an address of UNIX, with or without a name. */
static void add_local(struct buf *out, const struct piece *piece)
{
    size_t skip = offsetof(struct sockaddr_un, sun_path);
    struct piece name = { piece->bytes + skip, piece->len - skip, 0, 0 };
    if (name.len == 0) {
        buf_adds(out, "AF_UNIX");
    } else if (name.bytes[0] == '\0') {
        buf_addc(out, '@');
        text_show_line(out, (const char *)name.bytes + 1, name.len - 1);
    } else {
        name.len = strnlen((const char *)name.bytes, name.len);
        piece_add_text(out, &name);
    }
}

static void add_inet(struct buf *out, const struct sockaddr_in *in)
{
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text));
    buf_printf(out, "%s:%u", text, ntohs(in->sin_port));
}

static void add_inet6(struct buf *out, const struct sockaddr_in6 *in6)
{
    char text[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof(text));
    buf_printf(out, "[%s", text);
    if (in6->sin6_scope_id)
        buf_printf(out, "%%%u", in6->sin6_scope_id);
    buf_printf(out, "]:%u", ntohs(in6->sin6_port));
}

void piece_add_address(struct buf *out, const struct piece *piece)
{
    sa_family_t family;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    if (!piece_take(piece, &family, sizeof(family)))
        buf_adds(out, piece->full ? "?" : "");
    else if (family == AF_UNIX)
        add_local(out, piece);
    else if (family == AF_INET && piece_take(piece, &in, sizeof(in)))
        add_inet(out, &in);
    else if (family == AF_INET6 && piece_take(piece, &in6, sizeof(in6)))
        add_inet6(out, &in6);
    else
        number_add(out, CONSTANTS_FAMILY, family);
}

void piece_add_int(struct buf *out, const struct piece *piece, size_t number)
{
    int value;
    if (number >= piece->len / sizeof(value)) {
        buf_addc(out, '?');
        return;
    }
    memcpy(&value, piece->bytes + number * sizeof(value), sizeof(value));
    buf_printf(out, "%d", value);
}

/* What bytes mean: appends PIECE, or returns false where it cannot be that. */
typedef bool form(struct buf *out, const struct piece *piece);

static bool form_error(struct buf *out, const struct piece *piece)
{
    int error;
    if (!piece_take(piece, &error, sizeof(error)))
        return false;
    number_add_error(out, error);
    return true;
}

static bool form_type(struct buf *out, const struct piece *piece)
{
    int type;
    if (!piece_take(piece, &type, sizeof(type)))
        return false;
    number_add(out, CONSTANTS_TYPE, type);
    return true;
}

static bool form_family(struct buf *out, const struct piece *piece)
{
    int family;
    if (!piece_take(piece, &family, sizeof(family)))
        return false;
    number_add(out, CONSTANTS_FAMILY, family);
    return true;
}

static bool form_protocol(struct buf *out, const struct piece *piece)
{
    int protocol;
    if (!piece_take(piece, &protocol, sizeof(protocol)))
        return false;
    number_add(out, CONSTANTS_PROTOCOL, protocol);
    return true;
}

static bool form_linger(struct buf *out, const struct piece *piece)
{
    struct linger linger;
    if (!piece_take(piece, &linger, sizeof(linger)))
        return false;
    buf_printf(out, "{%d, %d}", linger.l_onoff, linger.l_linger);
    return true;
}

static bool form_time(struct buf *out, const struct piece *piece)
{
    struct timeval time;
    if (!piece_take(piece, &time, sizeof(time)))
        return false;
    number_add_time(out, (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000);
    return true;
}

static bool form_text(struct buf *out, const struct piece *piece)
{
    struct piece text = *piece;
    text.len = strnlen((const char *)text.bytes, text.len);
    if (text.len < piece->len)
        text.full = text.len;
    piece_add_text(out, &text);
    return true;
}

static bool form_credentials(struct buf *out, const struct piece *piece)
{
    struct ucred ucred;
    if (!piece_take(piece, &ucred, sizeof(ucred)))
        return false;
    buf_printf(out, "{pid %d, uid %u, gid %u}", ucred.pid, ucred.uid, ucred.gid);
    return true;
}

static bool form_ip(struct buf *out, const struct piece *piece)
{
    struct in_addr address;
    char text[INET_ADDRSTRLEN];
    if (!piece_take(piece, &address, sizeof(address)))
        return false;
    buf_adds(out, inet_ntop(AF_INET, &address, text, sizeof(text)));
    return true;
}

static bool form_ipv6(struct buf *out, const struct piece *piece)
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    if (!piece_take(piece, &address, sizeof(address)))
        return false;
    buf_adds(out, inet_ntop(AF_INET6, &address, text, sizeof(text)));
    return true;
}

/* Numbers and what has no other form. */
static bool form_plain(struct buf *out, const struct piece *piece)
{
    if (piece->len == sizeof(int) && piece->full == piece->len)
        piece_add_int(out, piece, 0);
    else if (piece->len == 1 && piece->full == 1)
        buf_printf(out, "%u", piece->bytes[0]);
    else
        buf_printf(out, "%zu bytes", piece->full);
    return true;
}

/* Options whose values are no numbers; a group is the first member of what joins and leaves it. */
static const struct {
    int level, option;
    form *form;
} forms[] = {
    { SOL_SOCKET, SO_ERROR, form_error },
    { SOL_SOCKET, SO_TYPE, form_type },
    { SOL_SOCKET, SO_DOMAIN, form_family },
    { SOL_SOCKET, SO_PROTOCOL, form_protocol },
    { SOL_SOCKET, SO_LINGER, form_linger },
    { SOL_SOCKET, SO_RCVTIMEO, form_time },
    { SOL_SOCKET, SO_SNDTIMEO, form_time },
    { SOL_SOCKET, SO_BINDTODEVICE, form_text },
    { SOL_SOCKET, SO_PEERCRED, form_credentials },
    { IPPROTO_TCP, TCP_CONGESTION, form_text },
    { IPPROTO_IP, IP_ADD_MEMBERSHIP, form_ip },
    { IPPROTO_IP, IP_DROP_MEMBERSHIP, form_ip },
    { IPPROTO_IP, IP_MULTICAST_IF, form_ip },
    { IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, form_ipv6 },
    { IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, form_ipv6 },
};

void piece_add_option(struct buf *out, const struct piece *piece, int level, int option)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        if (forms[i].level == level && forms[i].option == option && forms[i].form(out, piece))
            return;
    form_plain(out, piece);
}

/* Appends the descriptors in PIECE. */
static void add_rights(struct buf *out, const struct piece *piece)
{
    for (size_t i = 0; i < piece->len / sizeof(int); i++) {
        buf_adds(out, i ? ", " : "[");
        piece_add_int(out, piece, i);
    }
    buf_adds(out, piece->len < sizeof(int) ? "?" : piece->len < piece->full ? ", …]" : "]");
}

/* Appends one control message of LEVEL and TYPE with its data. */
static void add_control(struct buf *out, int level, int type, const struct piece *data)
{
    number_add(out, level == SOL_SOCKET ? CONSTANTS_CONTROL : constants_of_level(level), type);
    buf_addc(out, ' ');
    if (level == SOL_SOCKET && type == SCM_RIGHTS)
        add_rights(out, data);
    else if (level != SOL_SOCKET || type != SCM_CREDENTIALS || !form_credentials(out, data))
        form_plain(out, data);
}

void piece_add_control(struct buf *out, const struct piece *piece)
{
    struct cmsghdr head;
    size_t at = 0;
    while (piece->len - at >= sizeof(head)) {
        memcpy(&head, piece->bytes + at, sizeof(head));
        buf_adds(out, at ? ", " : "");
        if (head.cmsg_len < CMSG_LEN(0) || head.cmsg_len > piece->full - at) {
            buf_addc(out, '?');
            return;
        }
        size_t full = head.cmsg_len - CMSG_LEN(0), there = piece->len - at - CMSG_LEN(0);
        struct piece data = { piece->bytes + at + CMSG_LEN(0), full < there ? full : there, full,
                              0 };
        add_control(out, head.cmsg_level, head.cmsg_type, &data);
        if (CMSG_SPACE(full) >= piece->len - at)
            return;
        at += CMSG_SPACE(full);
    }
}
