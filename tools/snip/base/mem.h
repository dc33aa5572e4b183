/*
 * Memory that is never missing: every allocator here ends the process by mem_missing() when memory
 * runs out, so no caller checks. Cleanup attributes free a local at the end of its scope; steal()
 * hands its value on.
 */
#ifndef SNIP_BASE_MEM_H
#define SNIP_BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

/*
 * Says that memory ran out, and which limit may be why, and ends the process at once with
 * ERR_SYSTEM (base/err.h): what runs in boxes ends with it. Also for what a library could not
 * allocate.
 */
void mem_missing(void) __attribute__((noreturn));

/* Returns SIZE zeroed bytes, owned by the caller (free). */
void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));

/*
 * Resizes P (NULL is fine) to COUNT elements of SIZE bytes, of which there are none on overflow.
 * New bytes are not set.
 */
void *mem_resize(void *p, size_t count, size_t size) __attribute__((returns_nonnull));

/* Returns a copy of the NUL-terminated S, owned by the caller. */
char *mem_strdup(const char *s) __attribute__((malloc, returns_nonnull));

/* Returns a NUL-terminated copy of the LEN bytes at S, owned by the caller. */
char *mem_strndup(const char *s, size_t len) __attribute__((malloc, returns_nonnull));

/* Returns a formatted string as by asprintf(3), owned by the caller. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

/* As mem_printf(), with the arguments AP, as vasprintf(3) takes them. */
char *mem_vprintf(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0), returns_nonnull));

/* Frees what *P points to; the function behind AUTO_FREE. P points to a pointer variable. */
void mem_free_at(void *p);

/*
 * Closes *FD unless it is negative, and sets it to -1; errno kept. The function behind AUTO_CLOSE.
 */
void fd_close_at(int *fd);

/* How many elements the array TABLE has, which must be an array and no pointer to one. */
#define COUNT(TABLE) (sizeof(TABLE) / sizeof(*(TABLE)))

/* A pointer freed when it goes out of scope. */
#define AUTO_FREE __attribute__((cleanup(mem_free_at)))

/* A file descriptor closed when it goes out of scope; -1 means none. */
#define AUTO_CLOSE __attribute__((cleanup(fd_close_at)))

/* Runs FN(&variable) when the variable goes out of scope. */
#define AUTO(FN) __attribute__((cleanup(FN)))

/* Takes the value out of the pointer variable *P, leaving NULL: ownership moves to the caller. */
#define steal(P)                                                                                   \
    __extension__({                                                                                \
        __typeof__(P) steal_at = (P);                                                              \
        __typeof__(*steal_at) steal_value = *steal_at;                                             \
        *steal_at = NULL;                                                                          \
        steal_value;                                                                               \
    })

/* Takes the descriptor out of the variable *FD, leaving -1: the caller closes it. */
int fd_steal(int *fd);

#endif
