/* httpd.c - a very small web server */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void http_date(char *out, size_t size, time_t t)
{
    strftime(out, size, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&t));
}

static void serve(int fd, struct sockaddr_in *peer)
{
    char req[2048], method[16], path[256], date[64], modified[64], stamp[64];
    struct stat st;
    FILE *in = fdopen(dup(fd), "r"), *out = fdopen(fd, "w"), *file;
    time_t now = time(NULL);
    int c, status = 200;

    if (fgets(req, sizeof(req), in) == NULL || sscanf(req, "%15s %255s", method, path) != 2)
        return;
    while (fgets(req, sizeof(req), in) != NULL && strcmp(req, "\r\n") != 0)
        ;
    http_date(date, sizeof(date), now);
    if ((file = fopen(path + 1, "r")) == NULL) {
        status = 404;
        fprintf(out, "HTTP/1.1 404 Not Found\r\nDate: %s\r\nConnection: close\r\n\r\nno such page\n", date);
    } else {
        fstat(fileno(file), &st);
        http_date(modified, sizeof(modified), st.st_mtime);
        fprintf(out, "HTTP/1.1 200 OK\r\nDate: %s\r\nLast-Modified: %s\r\n", date, modified);
        fprintf(out, "Content-Length: %ld\r\nConnection: close\r\n\r\n", (long)st.st_size);
        while ((c = getc(file)) != EOF)
            putc(c, out);
        fclose(file);
    }
    strftime(stamp, sizeof(stamp), "%d/%b/%Y:%H:%M:%S %z", localtime(&now));
    fclose(in);
    fclose(out);
    printf("%s - - [%s] \"%s %s\" %d\n", inet_ntoa(peer->sin_addr), stamp, method, path, status);
}

int main(int argc, char *argv[])
{
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80) };

    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(s, (struct sockaddr *)&a, sizeof(a)) < 0) {
        perror("bind");
        exit(1);
    }
    listen(s, 10);
    for (;;) {
        socklen_t len = sizeof(a);
        int c = accept(s, (struct sockaddr *)&a, &len);
        serve(c, &a);
    }
}
