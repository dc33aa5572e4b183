/*
 * Prints what it learns of the machine's name, its domain and its users.
 *
 * says: host host \(none\) \(none\)
 * says: user
 */
#include <pwd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct utsname name;
    char host[256], domain[256];
    uname(&name);
    gethostname(host, sizeof(host));
    getdomainname(domain, sizeof(domain));
    printf("%s %s %s %s\n", name.nodename, host, name.domainname, domain);
    const struct passwd *user = getpwuid(getuid());
    puts(user ? user->pw_name : "nobody");
}
