#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int create_socket(int port)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(port) };
    int s = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(s, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        perror("Unable to bind");
        exit(EXIT_FAILURE);
    }
    listen(s, 1);
    return s;
}

int main(int argc, char **argv)
{
    SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

    if (SSL_CTX_use_certificate_file(ctx, "cert.pem", SSL_FILETYPE_PEM) <= 0 ||
        SSL_CTX_use_PrivateKey_file(ctx, "key.pem", SSL_FILETYPE_PEM) <= 0) {
        ERR_print_errors_fp(stderr);
        exit(EXIT_FAILURE);
    }
    int sock = create_socket(4433);
    while (1) {
        struct sockaddr_in addr;
        unsigned int len = sizeof(addr);
        char buf[100];
        int n, client = accept(sock, (struct sockaddr *)&addr, &len);
        SSL *ssl = SSL_new(ctx);

        SSL_set_fd(ssl, client);
        if (SSL_accept(ssl) <= 0) {
            ERR_print_errors_fp(stderr);
        } else {
            printf("%s:%d %s %s\n", inet_ntoa(addr.sin_addr), ntohs(addr.sin_port), SSL_get_version(ssl), SSL_get_cipher(ssl));
            n = SSL_read(ssl, buf, sizeof(buf));
            SSL_write(ssl, buf, n);
        }
        SSL_shutdown(ssl);
        SSL_free(ssl);
        close(client);
    }
}
