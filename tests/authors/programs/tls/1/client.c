#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(4433) };
    SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
    char buf[100];
    int n, s = socket(AF_INET, SOCK_STREAM, 0);

    if (argc > 1)
        SSL_CTX_load_verify_locations(ctx, argv[1], NULL);
    SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
    inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
    if (connect(s, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        perror("connect");
        exit(1);
    }
    SSL *ssl = SSL_new(ctx);
    SSL_set_fd(ssl, s);
    SSL_set1_host(ssl, "localhost");
    if (SSL_connect(ssl) <= 0) {
        ERR_print_errors_fp(stderr);
        exit(1);
    }
    X509 *cert = SSL_get_peer_certificate(ssl);
    X509_NAME_print_ex_fp(stdout, X509_get_subject_name(cert), 0, XN_FLAG_ONELINE);
    printf("\n");
    SSL_write(ssl, "hello over TLS", 14);
    n = SSL_read(ssl, buf, sizeof(buf));
    printf("%.*s\n", n, buf);
    SSL_shutdown(ssl);
    SSL_free(ssl);
    return 0;
}
