#include "engine/work/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/plan/proof.h"
#include "file/digest.h"
#include "file/fs.h"
#include "file/project.h"

enum { MAX_ENTRY = 64 << 20, MAX_INPUT = 64 << 20 };

static const char folder[] = ".snip/proven";

/* The parts of an entry besides its record, as dependency_part() names them. */
static const char *const parts[] = { "common", "own", "commands", "headers", "libraries", "libs" };

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
    *store = (struct store){ .plan = plan, .tools = tools, .files = json_object(), .lock = -1 };
    dependencies_of_machine(&store->machine, plan, tools);
    take_lock(store);
}

/* The digest of the file PATH, taken once; NULL where it cannot be read. */
static const char *file_digest(struct store *store, const char *path)
{
    const char *known = json_string_value(json_object_get(store->files, path));
    if (known)
        return known;
    char hex[DIGEST_HEX + 1];
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    const struct buf *shared = plan_shared_text(store->plan, path);
    bool ok = shared || (*path == '/' ? fs_read(path, MAX_INPUT, &text, &err)
                                      : project_read(path, ".", MAX_INPUT, &text, &err));
    if (!ok)
        return NULL;
    digest_hex(buf_str(shared ? shared : &text), shared ? shared->len : text.len, hex);
    json_object_set_new(store->files, path, json_string(hex));
    return json_string_value(json_object_get(store->files, path));
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

/* What stands for D in an entry. */
static json_t *print_dependency(struct store *store, const struct dependency *d)
{
    if (d->identity)
        return json_string(d->identity);
    if (d->text) {
        char hex[DIGEST_HEX + 1];
        digest_hex(buf_str(d->text), d->text->len, hex);
        return json_string(hex);
    }
    const char *digest = file_digest(store, d->name);
    return json_string(digest ? digest : "none");
}

/*
 * Adds LIST to the parts of ENTRY. Returns false where a name in it cannot be one in JSON, which is
 * UTF-8.
 */
static bool print_list(struct store *store, json_t *entry, const struct dependencies *list)
{
    bool whole = true;
    vec_each (d, list)
        whole &= json_object_set_new(json_object_get(entry, dependency_part(d)), d->name,
                                     print_dependency(store, d)) == 0;
    return whole;
}

/*
 * An entry without a record, of what all snippets depend on and of LIST; NULL where none can be
 * made.
 */
static json_t *print_entry(struct store *store, const struct dependencies *list)
{
    json_t *entry = json_object();
    for (size_t i = 0; i < COUNT(parts); i++)
        json_object_set_new(entry, parts[i], json_object());
    if (print_list(store, entry, &store->machine) && print_list(store, entry, list))
        return entry;
    json_decref(entry);
    return NULL;
}

/* Tells whether each file of the machine is still the one that it was, by its identity. */
static bool same_identities(json_t *files, struct strings *reasons)
{
    const char *path;
    json_t *value;
    bool same = json_is_object(files);
    json_object_foreach (files, path, value) {
        AUTO_FREE char *now = fs_identity(path);
        const char *was = json_string_value(value);
        if (was && strcmp(was, now) == 0)
            continue;
        reason(reasons, path, strcmp(now, "none") == 0 ? "is gone" : "changed");
        same = false;
    }
    return same;
}

/* Tells whether each of the strings in WAS, of the project's libraries, is among those of NOW. */
static bool same_libs(json_t *was, json_t *now, struct strings *reasons)
{
    const char *name;
    json_t *value;
    bool same = json_is_object(was);
    json_object_foreach (was, name, value) {
        if (json_equal(json_object_get(now, name), value))
            continue;
        reason(reasons, name, "changed");
        same = false;
    }
    return same;
}

/* Tells whether PART, WAS of an entry, is the same in NOW, or of files what they are. */
static bool same_part(struct store *store, const char *part, json_t *was, json_t *now,
                      struct strings *reasons)
{
    if (strcmp(part, "headers") == 0)
        return same_files(store, was, reasons);
    if (strcmp(part, "libraries") == 0)
        return same_identities(was, reasons);
    if (strcmp(part, "libs") == 0)
        return same_libs(was, now, reasons);
    return same_strings(was, now, reasons);
}

/* Tells whether ENTRY says the same as NOW, what is known before a compilation. */
static bool same_entry(struct store *store, json_t *entry, json_t *now, struct strings *reasons)
{
    bool same = now != NULL;
    for (size_t i = 0; i < COUNT(parts); i++)
        same &= same_part(store, parts[i], json_object_get(entry, parts[i]),
                          json_object_get(now, parts[i]), reasons);
    return same;
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

/* The entry of SNIPPET, as *PROOF says; NULL where there is none to be trusted. */
static json_t *read_entry(const struct snippet *snippet, enum proof *proof)
{
    AUTO_FREE char *path = entry_path(snippet);
    AUTO(buf_release) struct buf text = BUF_INIT;
    *proof = proof_read(path, MAX_ENTRY, &text);
    return *proof == PROOF_READ ? json_loadb(buf_str(&text), text.len, 0, NULL) : NULL;
}

/* Tells whether all that ENTRY of SNIPPET holds digests of is as it was. */
static bool is_current(struct store *store, const struct snippet *snippet, json_t *entry,
                       struct strings *reasons)
{
    AUTO(dependencies_release) struct dependencies list = { 0 };
    dependencies_of_snippet(&list, snippet);
    dependencies_of_offered(&list, snippet);
    json_t *now = print_entry(store, &list);
    bool same = same_entry(store, entry, now, reasons);
    json_decref(now);
    return same;
}

bool store_failed(struct store *store, const struct snippet *snippet)
{
    enum proof proof;
    json_t *entry = read_entry(snippet, &proof);
    bool failed = entry && json_object_get(entry, "false") &&
                  is_current(store, snippet, entry, NULL);
    json_decref(entry);
    return failed;
}

bool store_find(struct store *store, const struct snippet *snippet, struct record *record,
                struct strings *reasons)
{
    AUTO_FREE char *path = entry_path(snippet);
    enum proof proof;
    json_t *entry = read_entry(snippet, &proof);
    if (!entry) {
        if (proof == PROOF_FOREIGN)
            reason(reasons, path, "may be somebody else's");
        else
            reason(reasons, "it", "was not run here yet");
        return false;
    }
    bool same = is_current(store, snippet, entry, reasons) && take_record(entry, path, record);
    json_decref(entry);
    return same;
}

void store_put(struct store *store, const struct snippet *snippet, const struct dependencies *list,
               const struct record *record)
{
    if (store->lock < 0)
        return;
    struct buf text = BUF_INIT;
    json_t *entry = print_entry(store, list);
    if (record)
        record_print(&text, record);
    bool whole = json_object_set_new(entry, record ? "record" : "false",
                                     record ? json_string(buf_str(&text)) : json_true()) == 0;
    char *printed = whole ? json_dumps(entry, JSON_COMPACT) : NULL;
    AUTO_FREE char *path = entry_path(snippet);
    if (printed)
        proof_write(path, printed);
    free(printed);
    json_decref(entry);
    buf_release(&text);
}

void store_close(struct store *store)
{
    dependencies_release(&store->machine);
    json_decref(store->files);
    fd_close_at(&store->lock);
    *store = (struct store){ .lock = -1 };
}
