#include "engine/work/store.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/utsname.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/plan/command.h"
#include "engine/plan/proof.h"
#include "file/digest.h"
#include "file/fs.h"
#include "file/project.h"

enum { MAX_ENTRY = 64 << 20, MAX_INPUT = 64 << 20 };

static const char folder[] = ".snip/proven";

static void add_common(struct store *store, const char *name, char *value)
{
    json_object_set_new(store->common, name, json_string(value));
    free(value);
}

/* The file of the C library that this process, and so a program, runs with. */
static const char *libc_path(void)
{
    Dl_info info;
    return dladdr((const void *)(uintptr_t)gnu_get_libc_version, &info) ? info.dli_fname : "";
}

static char *headers_digest(const struct plan *plan)
{
    struct buf names = BUF_INIT;
    char hex[DIGEST_HEX + 1];
    vec_each (file, &plan->shared)
        buf_add(&names, file->name, strlen(file->name) + 1);
    digest_hex(buf_str(&names), names.len, hex);
    buf_release(&names);
    return mem_strdup(hex);
}

/* A compiler of the project is what it holds. */
static void add_own(struct buf *parts, const struct toolchain *tools)
{
    char hex[DIGEST_HEX + 1];
    digest_hex(buf_str(&tools->own_text), tools->own_text.len, hex);
    buf_adds(parts, hex);
}

static void collect_common(struct store *store, const struct toolchain *tools)
{
    struct utsname name;
    struct buf parts = BUF_INIT;
    char flags[DIGEST_HEX + 1];
    vec_each (part, &tools->parts) {
        AUTO_FREE char *id = fs_identity(*part);
        buf_printf(&parts, "%s\n", id);
    }
    digest_hex(buf_str(&tools->flags), tools->flags.len, flags);
    add_common(store, "snip", fs_identity("/proc/self/exe"));
    if (tools->own)
        add_own(&parts, tools);
    add_common(store, "the compiler", buf_steal(&parts));
    add_common(store, "the compiler's flags", mem_strdup(flags));
    add_common(store, "the C library", fs_identity(libc_path()));
    add_common(store, "the kernel",
               uname(&name) == 0 ? mem_printf("%s %s", name.release, name.version)
                                 : mem_strdup("none"));
    /* A new header may come before one of the same name that was read. */
    add_common(store, "which headers there are", headers_digest(store->plan));
}

static void take_lock(struct store *store)
{
    struct err err = { 0 };
    store->lock = project_open_folder(folder, 0700, &err);
    err_release(&err);
    if (store->lock >= 0 && flock(store->lock, LOCK_EX | LOCK_NB) < 0)
        fd_close_at(&store->lock);
}

void store_open(struct store *store, const struct plan *plan, const struct toolchain *tools)
{
    *store =
        (struct store){ .plan = plan, .common = json_object(), .files = json_object(), .lock = -1 };
    collect_common(store, tools);
    take_lock(store);
}

static void add_text(json_t *files, const char *path, const struct buf *text)
{
    char hex[DIGEST_HEX + 1];
    digest_hex(buf_str(text), text->len, hex);
    json_object_set_new(files, path, json_string(hex));
}

/* The digest of the file PATH, taken once; NULL where it cannot be read. */
static const char *file_digest(struct store *store, const char *path)
{
    const char *known = json_string_value(json_object_get(store->files, path));
    if (known)
        return known;
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    const struct buf *shared = plan_shared_text(store->plan, path);
    bool ok = shared || (*path == '/' ? fs_read(path, MAX_INPUT, &text, &err)
                                      : project_read(path, ".", MAX_INPUT, &text, &err));
    if (ok)
        add_text(store->files, path, shared ? shared : &text);
    return ok ? json_string_value(json_object_get(store->files, path)) : NULL;
}

static char *entry_path(const struct snippet *snippet)
{
    return mem_printf("%s/%s.json", folder, snippet->name);
}

static void reason(struct strings *reasons, const char *what, const char *how)
{
    if (reasons)
        strings_add(reasons, mem_printf("%s %s", what, how));
}

/* Tells whether each of the strings in WAS is the same in NOW, and says which are not. */
static bool same_strings(json_t *was, json_t *now, struct strings *reasons)
{
    const char *name;
    json_t *value;
    bool same = json_is_object(was) && json_object_size(was) == json_object_size(now);
    if (!same)
        reason(reasons, "another snip", "proved it");
    json_object_foreach (now, name, value) {
        if (json_equal(json_object_get(was, name), value))
            continue;
        reason(reasons, name, "changed");
        same = false;
    }
    return same;
}

/* Tells whether each file is still what its digest in FILES says. */
static bool same_files(struct store *store, json_t *files, struct strings *reasons)
{
    const char *path;
    json_t *value;
    bool same = json_is_object(files);
    if (!same)
        reason(reasons, "another snip", "proved it");
    json_object_foreach (files, path, value) {
        const char *was = json_string_value(value), *now = file_digest(store, path);
        if (was && now && strcmp(was, now) == 0)
            continue;
        reason(reasons, path, now ? "changed" : "is gone");
        same = false;
    }
    return same;
}

/* Returns false where PATH cannot be a name in JSON, which is UTF-8. */
static bool add_digest(struct store *store, json_t *files, const char *path)
{
    const char *digest = file_digest(store, path);
    return json_object_set_new(files, path, json_string(digest ? digest : "none")) == 0;
}

/* The snippet's own files, as they were read: path → digest. */
static json_t *own_files(const struct snippet *snippet)
{
    json_t *own = json_object();
    vec_each (file, &snippet->sources)
        add_text(own, file->path, &file->text);
    vec_each (file, &snippet->data)
        add_text(own, file->path, &file->text);
    if (snippet->manifest.path)
        add_text(own, snippet->manifest.path, &snippet->manifest_text);
    return own;
}

/* The programs of the system that it runs: name → identity. */
static json_t *commands(const struct snippet *snippet)
{
    json_t *found = json_object();
    vec_each (spec, &snippet->manifest.processes) {
        if (spec->command.n == 0)
            continue;
        AUTO_FREE char *path = command_find(spec->command.v[0], command_path);
        AUTO_FREE char *id = fs_identity(path ? path : "");
        json_object_set_new(found, spec->command.v[0], json_string(id));
    }
    return found;
}

/* Takes the record out of ENTRY. */
static bool take_record(json_t *entry, const char *path, struct record *record)
{
    struct err err = { 0 };
    const char *text = json_string_value(json_object_get(entry, "record"));
    bool ok = text && record_parse(record, path, text, strlen(text), &err);
    err_release(&err);
    if (!ok)
        record_release(record);
    return ok;
}

bool store_find(struct store *store, const struct snippet *snippet, struct record *record,
                struct strings *reasons)
{
    AUTO_FREE char *path = entry_path(snippet);
    AUTO(buf_release) struct buf text = BUF_INIT;
    enum proof proof = proof_read(path, MAX_ENTRY, &text);
    json_t *entry = proof == PROOF_READ ? json_loadb(buf_str(&text), text.len, 0, NULL) : NULL;
    if (!entry) {
        if (proof == PROOF_FOREIGN)
            reason(reasons, path, "may be somebody else's");
        else
            reason(reasons, "it", "was not run here yet");
        return false;
    }
    json_t *own = own_files(snippet), *run = commands(snippet);
    bool same = same_strings(json_object_get(entry, "common"), store->common, reasons);
    same &= same_strings(json_object_get(entry, "own"), own, reasons);
    same &= same_strings(json_object_get(entry, "commands"), run, reasons);
    same &= same_files(store, json_object_get(entry, "headers"), reasons);
    json_decref(own);
    json_decref(run);
    same = same && take_record(entry, path, record);
    json_decref(entry);
    return same;
}

void store_put(struct store *store, const struct snippet *snippet, const struct strings *headers,
               const struct record *record)
{
    if (store->lock < 0)
        return;
    struct buf text = BUF_INIT;
    json_t *digests = json_object();
    bool whole = true;
    vec_each (header, headers)
        whole &= add_digest(store, digests, *header);
    record_print(&text, record);
    json_t *entry = json_pack("{s:O, s:o, s:o, s:o, s:s}", "common", store->common, "own",
                              own_files(snippet), "commands", commands(snippet), "headers", digests,
                              "record", buf_str(&text));
    char *printed = entry ? json_dumps(entry, JSON_COMPACT) : NULL;
    AUTO_FREE char *path = entry_path(snippet);
    if (printed && whole)
        proof_write(path, printed);
    free(printed);
    json_decref(entry);
    buf_release(&text);
}

void store_close(struct store *store)
{
    json_decref(store->common);
    json_decref(store->files);
    fd_close_at(&store->lock);
    *store = (struct store){ .lock = -1 };
}
