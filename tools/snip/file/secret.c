#include "file/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/project.h"

enum { KEY = 32 };

/*
 * Tells whether what FD is open on is the user's own, and nobody else may do with it what MODES
 * say.
 */
static bool is_own(int fd, mode_t modes)
{
    struct stat st;
    return fstat(fd, &st) == 0 && st.st_uid == geteuid() && !(st.st_mode & modes);
}

/* Opens the folder NAME of FOLDER, which is made where it is missing. */
static int open_folder(int folder, const char *name)
{
    if (mkdirat(folder, name, 0700) < 0 && errno != EEXIST)
        return -1;
    return openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Opens the folder that the key is in; -1 where there can be none. */
static int open_state(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    bool set = state && state[0] == '/';
    if (!set && (!home || home[0] != '/'))
        return -1;
    AUTO_CLOSE int top = set ? open_folder(AT_FDCWD, state)
                             : open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    AUTO_CLOSE int local = set || top < 0 ? -1 : open_folder(top, ".local");
    AUTO_CLOSE int below = local < 0 ? -1 : open_folder(local, "state");
    int parent = set ? top : below;
    AUTO_CLOSE int own = parent < 0 ? -1 : open_folder(parent, "snip");
    AUTO_FREE char *path = mem_printf(set ? "%s/snip" : "%s/.local/state/snip", set ? state : home);
    AUTO_FREE char *of_project = project_path_of(path);
    return own >= 0 && !of_project && is_own(own, S_IWGRP | S_IWOTH) ? fd_steal(&own) : -1;
}

/*
 * Makes the file whole before it has its name: the disk may be full, or another snip want to read
 * it.
 */
static bool make_key(int folder)
{
    unsigned char key[KEY];
    AUTO_FREE char *name = mem_printf(".key-%d", (int)getpid());
    AUTO_CLOSE int fd =
        openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && getrandom(key, KEY, 0) == KEY && write(fd, key, KEY) == KEY &&
              renameat(folder, name, folder, "key") == 0;
    if (!ok)
        unlinkat(folder, name, 0);
    return ok;
}

static bool read_file(int folder, unsigned char key[KEY])
{
    AUTO_CLOSE int fd = openat(folder, "key", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    return fd >= 0 && is_own(fd, S_IRWXG | S_IRWXO) && read(fd, key, KEY) == KEY;
}

static bool read_key(unsigned char key[KEY])
{
    AUTO_CLOSE int folder = open_state();
    return folder >= 0 && (read_file(folder, key) || (make_key(folder) && read_file(folder, key)));
}

/* The key, read once; NULL for none. */
static const unsigned char *own_key(void)
{
    static unsigned char key[KEY];
    static enum { UNKNOWN, THERE, MISSING } state;
    if (state == UNKNOWN)
        state = read_key(key) ? THERE : MISSING;
    return state == THERE ? key : NULL;
}

bool secret_code(const void *data, size_t len, char hex[DIGEST_HEX + 1])
{
    const unsigned char *key = own_key();
    unsigned char code[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (!key || !HMAC(EVP_sha256(), key, KEY, data, len, code, &n))
        return false;
    digest_print(code, n, hex);
    return true;
}
