#include "cmd/scaffold.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "doc/settings/fields.h"
#include "file/project.h"

enum { LEAST_PROCESSES = 2, MOST_PROCESSES = 8 };

const char scaffold_program[] = "#include <stdio.h>\n"
                                "#include <sys/socket.h>\n"
                                "#include <unistd.h>\n"
                                "\n"
                                "int main(void)\n"
                                "{\n"
                                "    int fd = socket(AF_INET, SOCK_STREAM, 0);\n"
                                "    if (fd < 0) {\n"
                                "        perror(\"socket\");\n"
                                "        return 1;\n"
                                "    }\n"
                                "    printf(\"socket: fd %d\\n\", fd);\n"
                                "    close(fd);\n"
                                "    return 0;\n"
                                "}\n";

/* What the programs of a pair have in common. */
static const char includes[] = "#include <arpa/inet.h>\n"
                               "#include <err.h>\n"
                               "#include <stdio.h>\n"
                               "#include <sys/socket.h>\n"
                               "#include <unistd.h>\n"
                               "\n";
static const char address[] = "    struct sockaddr_in address = {\n"
                              "        .sin_family = AF_INET,\n"
                              "        .sin_port = htons(PORT),\n"
                              "        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),\n"
                              "    };\n";

static const char server_serves[] =
    "    int listener = socket(AF_INET, SOCK_STREAM, 0);\n"
    "    if (listener < 0)\n"
    "        err(1, \"socket\");\n"
    "    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0)\n"
    "        err(1, \"bind\");\n"
    "    if (listen(listener, CLIENTS) < 0)\n"
    "        err(1, \"listen\");\n"
    "\n"
    "    for (int i = 1; i <= CLIENTS; i++) {\n"
    "        char text[64];\n"
    "        int client = accept(listener, NULL, NULL);\n"
    "        if (client < 0)\n"
    "            err(1, \"accept\");\n"
    "        // A stream has no messages: read until the client says no more.\n"
    "        ssize_t n = recv(client, text, sizeof text, MSG_WAITALL);\n"
    "        if (n < 0)\n"
    "            err(1, \"recv\");\n"
    "        printf(\"client %d: %.*s\\n\", i, (int)n, text);\n"
    "        if (dprintf(client, \"you are client %d\", i) < 0)\n"
    "            err(1, \"dprintf\");\n"
    "        close(client);\n"
    "    }\n"
    "    close(listener);\n"
    "    return 0;\n"
    "}\n";

static const char client_connects[] =
    "    int server = socket(AF_INET, SOCK_STREAM, 0);\n"
    "    if (server < 0)\n"
    "        err(1, \"socket\");\n"
    "    if (connect(server, (struct sockaddr *)&address, sizeof address) < 0)\n"
    "        err(1, \"connect\");\n"
    "\n";

static const char client_talks[] =
    "        err(1, \"dprintf\");\n"
    "    // The server reads until this end of file; its answer still comes.\n"
    "    if (shutdown(server, SHUT_WR) < 0)\n"
    "        err(1, \"shutdown\");\n"
    "\n"
    "    char text[64];\n"
    "    ssize_t n = recv(server, text, sizeof text, MSG_WAITALL);\n"
    "    if (n < 0)\n"
    "        err(1, \"recv\");\n"
    "    printf(\"server: %.*s\\n\", (int)n, text);\n"
    "    close(server);\n"
    "    return 0;\n"
    "}\n";

static void print_server(struct buf *out, size_t clients)
{
    buf_adds(out, includes);
    buf_printf(out, "enum { PORT = 8080, CLIENTS = %zu };\n\nint main(void)\n{\n", clients);
    buf_adds(out, address);
    buf_adds(out, server_serves);
}

static void print_client(struct buf *out, const char *name)
{
    buf_adds(out, includes);
    buf_adds(out, "enum { PORT = 8080 };\n\nint main(void)\n{\n");
    buf_adds(out, address);
    buf_adds(out, client_connects);
    buf_printf(out, "    if (dprintf(server, \"I am %s\") < 0)\n", name);
    buf_adds(out, client_talks);
}

static void print_manifest(struct buf *out, const struct strings *names)
{
    buf_printf(out, "run:\n  %s: { ready: listen } # ready as soon as it listens\n", names->v[0]);
    for (size_t i = 1; i < names->n; i++) {
        /* Of all the words that name a process this one alone means something else in YAML. */
        const char *other = names->v[i - 1], *quote = strcmp(other, "null") == 0 ? "\"" : "";
        buf_printf(out, "  %s: { after: %s%s%s } # begins when %s %s\n", names->v[i], quote, other,
                   quote, other, i == 1 ? "is ready" : "has ended");
    }
}

static bool add_name(const char *name, struct strings *names, struct err *err)
{
    AUTO_FREE char *quote = field_quote(name);
    if (!field_is_name(name)) {
        err_set(err, ERR_INPUT, "%s cannot name a process", quote);
        return err_hint(err, "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 "
                             "characters at most");
    }
    if (strings_has(names, name)) {
        err_set(err, ERR_INPUT, "--processes names %s twice", quote);
        return err_hint(err, "each has a name of its own: --processes server,alice,bob");
    }
    strings_add(names, mem_strdup(name));
    return true;
}

bool scaffold_names(const char *list, struct strings *names, struct err *err)
{
    AUTO_FREE char *words = mem_strdup(list);
    for (char *rest = words, *word; (word = strsep(&rest, ","));)
        if (!add_name(word, names, err))
            return false;
    if (names->n >= LEAST_PROCESSES && names->n <= MOST_PROCESSES)
        return true;
    err_set(err, ERR_INPUT, "--processes takes %d to %d names, not %zu", LEAST_PROCESSES,
            MOST_PROCESSES, names->n);
    return err_hint(err, "a server, then its clients: --processes server,client");
}

/* Writes TEXT as NAME in FOLDER, and adds its path to MADE. */
static bool write_file(const char *folder, const char *name, const struct buf *text,
                       struct strings *made, struct err *err)
{
    AUTO_FREE char *path = path_join(folder, name);
    if (!project_write(path, ".", PROJECT_CREATE, NULL, text->s, text->len, err))
        return false;
    strings_add(made, steal(&path));
    return true;
}

static bool write_process(const char *folder, const struct strings *names, size_t i,
                          struct strings *made, struct err *err)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO_FREE char *file = mem_printf("%s.c", names->v[i]);
    if (i == 0)
        print_server(&text, names->n - 1);
    else
        print_client(&text, names->v[i]);
    return write_file(folder, file, &text, made, err);
}

/* Removes FOLDER with MADE, the files that were made in it. */
static void remove_all(const char *folder, const struct strings *made)
{
    AUTO(err_release) struct err err = { 0 };
    bool gone = true;
    vec_each (path, made)
        gone = gone && project_remove(*path, &err);
    gone = gone && project_remove(folder, &err);
    (void)gone;
}

bool scaffold_processes(const char *folder, const struct strings *names, struct strings *made,
                        struct err *err)
{
    AUTO(buf_release) struct buf manifest = BUF_INIT;
    print_manifest(&manifest, names);
    bool ok = write_file(folder, "snippet.yml", &manifest, made, err);
    for (size_t i = 0; ok && i < names->n; i++)
        ok = write_process(folder, names, i, made, err);
    if (!ok)
        remove_all(folder, made);
    return ok;
}
