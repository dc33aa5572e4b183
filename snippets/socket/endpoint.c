#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static struct stat look(int fd)
{
    struct stat st;

    check(fstat(fd, &st), "fstat");
    return st;
}

static const char *yes(int truth)
{
    return truth ? "예" : "아니오";
}

int main(void)
{
    // region: fd
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    // 같은 소켓에 디스크립터를 하나 더
    int twin = check(dup(fd), "dup");
    int other = check(socket(AF_INET, SOCK_STREAM, 0),
                      "socket");
    // endregion

    struct stat a = look(fd), b = look(twin), c = look(other);
    printf("fd는 소켓인가?                  %s\n",
           yes(S_ISSOCK(a.st_mode)));
    printf("twin은 fd와 같은 정수인가?      %s\n",
           yes(twin == fd));
    printf("twin은 fd와 같은 inode인가?     %s\n",
           yes(a.st_ino == b.st_ino));
    printf("other는 fd와 같은 inode인가?    %s\n",
           yes(a.st_ino == c.st_ino));

    // 커널이 이 디스크립터를 무엇이라고 적어 두었는지 본다.
    char path[64], target[64] = "", expected[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    snprintf(expected, sizeof expected, "socket:[%ju]",
             (uintmax_t)a.st_ino);
    check(readlink(path, target, sizeof target - 1),
          "readlink");
    printf("/proc에는 socket:[inode]인가?   %s\n",
           yes(strcmp(target, expected) == 0));
}
