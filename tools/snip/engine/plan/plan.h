/*
 * The plan joins what posts ask for with what snippets declare. It reads everything once: the
 * settings, the snippets with their manifests and records, the posts with their blocks. All paths
 * are relative to the working directory, the project's folder.
 */
#ifndef SNIP_ENGINE_PLAN_PLAN_H
#define SNIP_ENGINE_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "doc/manifest/manifest.h"
#include "doc/post/post.h"
#include "doc/settings/config.h"
#include "engine/plan/options.h"
#include "engine/record/record.h"

/* Where a post shows a snippet. */
struct shown {
    const char *post; /* path, the plan's */
    int line;
};

VEC_TYPE(shown_list, struct shown);

/* A file of a snippet. */
struct snippet_file {
    char *name; /* in the snippet's folder: "server.c" */
    char *path; /* "snippets/bind/any/server.c" */
    struct buf text;
    bool apart;      /* of data: it lies nowhere in the box but where `files` puts it */
    bool executable; /* of data: somebody may execute it */
};

VEC_TYPE(snippet_files, struct snippet_file);

/* One snippet: a C file, or a folder with a manifest and C files. */
struct snippet {
    char *name;       /* "socket/create", "bind/any" */
    char *folder;     /* that its files are in: "snippets/socket", "snippets/bind/any" */
    char *path;       /* what to name for the whole of it: its C file, or its snippet.yml */
    const char *root; /* the snippets folder, the plan's */
    bool single;      /* one C file */
    struct snippet_files sources; /* its C files, sorted by name */
    struct snippet_files data; /* files for its programs: those beside the C files of a folder, and
                                     those that the manifest places */
    struct manifest manifest;
    struct buf manifest_text;
    struct options options; /* what its programs are compiled with */
    char *record_path;
    struct buf record_text; /* as it is on disk */
    bool has_record;        /* there is a file */
    bool record_ok;         /* and it is a record */
    struct record record;
    struct err record_error; /* why not */
    struct shown_list shown;
    bool shows_compiler; /* a post shows what the compiler says of it */
    struct errs errs;    /* what is wrong with its files */
    bool selected;
};

VEC_TYPE(snippets, struct snippet);

/* What a block of a post is made from. */
struct block_source {
    struct snippet *snippet; /* whose run it shows; NULL for a header that several may share */
    struct buf text;         /* for code: what it shows */
};

/* One post. */
struct page {
    char *path;
    struct post post;
    struct block_source *sources; /* one for each block */
    struct errs errs;
    bool selected;
};

VEC_TYPE(pages, struct page);

/* Everything. */
struct plan {
    struct config config;
    struct snippets snippets;    /* sorted by name */
    struct pages pages;          /* in the order of config.posts, then sorted by path */
    struct snippet_files shared; /* headers, and what else lies beside C files: for all snippets;
                                    named from the snippets folder */
    struct strings orphans;      /* records without a snippet */
    struct errs errs;            /* what is wrong besides */
    size_t bytes;                /* of all the files that were read for it */
    bool whole; /* nothing was left out by plan_select(), see engine/plan/select.h */
};

/* Moves what is wrong with the selected snippets and posts, and with the project, to OUT. */
void plan_errors(struct plan *plan, struct errs *out);

/* The snippet NAME, or NULL. */
struct snippet *plan_find(const struct plan *plan, const char *name);

/*
 * The snippet that the file NAME, below the snippets folder and ending in `.c`, is a source of:
 * "socket/create.c", "bind/any/server.c". *SOURCE is its file; NULL for none.
 */
struct snippet *plan_find_source(const struct plan *plan, const char *name,
                                 const struct snippet_file **source);

/* The file NAME among FILES, or NULL. */
const struct snippet_file *snippet_file_find(const struct snippet_files *files, const char *name);

/* The content of the shared file PATH, NULL for none. */
const struct buf *plan_shared_text(const struct plan *plan, const char *path);

/*
 * Lists the programs that SNIPPET's processes run, each once, in the manifest's order: of each its
 * C files, which are the manifest's words. *COUNT is their number. Owned by the caller.
 */
struct words *snippet_programs(const struct snippet *snippet, size_t *count);

/*
 * How a message names a change that mends PATH's manifest: the manifest, or the one there should
 * be. Owned by the caller.
 */
char *snippet_manifest_path(const struct snippet *snippet);

/*
 * Reads the file PATH of at most MAX bytes into TEXT. What is wrong with it, a symbolic link out of
 * FOLDER included, goes to ERRS. Where PLAN gets too large with it, PLAN says so, and from then on
 * TEXT stays empty: what is read is kept, and to one large file there may be a thousand links.
 */
void plan_read_text(struct plan *plan, const char *path, const char *folder, size_t max,
                    struct buf *text, struct errs *errs);

/*
 * Reports each of OTHERS, paths below FOLDER, where snip keeps files of its own, that are neither
 * files nor folders: links above all.
 */
void plan_refuse_others(const char *folder, const struct strings *others, struct errs *errs);

/* Tells whether NAME can be a snippet's: segments of [a-z0-9_-]+ joined by `/`, none beginning with
 * `-`. */
bool plan_is_name(const char *name);

/* Frees what PLAN owns. */
void plan_release(struct plan *plan);

#endif
