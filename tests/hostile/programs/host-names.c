/*
 * Prints what it learns of the machine's name and users.
 *
 * says: host host
 * says: user
 */
#include <pwd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct utsname name;
    char host[256];
    uname(&name);
    gethostname(host, sizeof(host));
    printf("%s %s\n", name.nodename, host);
    const struct passwd *user = getpwuid(getuid());
    puts(user ? user->pw_name : "nobody");
}
