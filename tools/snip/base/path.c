#include "base/path.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *path_ending(const char *path)
{
    const char *base = path_base(path), *dot = strrchr(base, '.');
    return dot && dot > base ? dot : base + strlen(base);
}

char *path_stem(const char *path)
{
    return mem_strndup(path, (size_t)(path_ending(path) - path));
}

char *path_folder(const char *path)
{
    const char *base = path_base(path);
    if (base == path)
        return mem_strdup(".");
    size_t n = (size_t)(base - path);
    return mem_strndup(path, n > 1 ? n - 1 : 1);
}

bool path_up(char *path)
{
    char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return false;
    *slash = '\0';
    return true;
}

const char *path_below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    if (strcmp(folder, ".") == 0)
        return *path == '/' || strcmp(path, ".") == 0 || path_leaves(path) ? NULL : path;
    if (strcmp(folder, "/") == 0)
        return path[0] == '/' && path[1] ? path + 1 : NULL;
    return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

bool path_meets(const char *a, const char *b)
{
    return strcmp(a, b) == 0 || path_below(a, b) || path_below(b, a);
}

bool path_leaves(const char *path)
{
    for (const char *at = path; at; at = strchr(at, '/'), at += at != NULL)
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
            return true;
    return *path == '/';
}

bool path_is_hidden(const char *path)
{
    for (const char *s = path; *s; s += strcspn(s, "/"), s += *s == '/') {
        size_t dots = strspn(s, "."), n = strcspn(s, "/");
        if (dots > 0 && !(dots == n && dots <= 2))
            return true;
    }
    return false;
}

char *path_join(const char *a, const char *b)
{
    if (!a || !*a || strcmp(a, ".") == 0)
        return mem_strdup(b);
    size_t n = strlen(a);
    return mem_printf(a[n - 1] == '/' ? "%s%s" : "%s/%s", a, b);
}

char *path_normal(const char *folder, const char *name)
{
    AUTO_FREE char *joined = path_join(folder, name);
    struct buf out = BUF_INIT;
    for (const char *at = joined; *at;) {
        size_t n = strcspn(at, "/");
        const char *last = out.len ? path_base(out.s) : "..";
        bool up = n == 2 && at[0] == '.' && at[1] == '.';
        if (up && strcmp(last, "..") != 0) {
            out.len = last > out.s ? (size_t)(last - out.s) - 1 : 0;
            out.s[out.len] = '\0';
        } else if (n && !(n == 1 && at[0] == '.')) {
            buf_printf(&out, "%s%.*s", out.len ? "/" : "", (int)n, at);
        }
        at += n + (at[n] == '/');
    }
    if (out.len == 0)
        buf_addc(&out, '.');
    return buf_steal(&out);
}
