#include "../net.h"

#include <pthread.h>

static int everybody[8];
static int count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* What one says goes to all others; the server notes it when that is done. */
static void *attend(void *data)
{
    int own = *(int *)data;
    char text[100];
    ssize_t n;
    while ((n = read(own, text, sizeof text)) > 0) {
        pthread_mutex_lock(&lock);
        for (int i = 0; i < count; i++)
            if (everybody[i] != own && write(everybody[i], text, n) < 0)
                warn("write");
        printf("%.*s", (int)n, text);
        fflush(stdout);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void)
{
    int fd = serve(SOCK_STREAM, 9000);
    for (;;) {
        pthread_t thread;
        pthread_mutex_lock(&lock);
        int *place = &everybody[count];
        pthread_mutex_unlock(&lock);
        *place = accept(fd, NULL, NULL);
        pthread_mutex_lock(&lock);
        count++;
        pthread_mutex_unlock(&lock);
        pthread_create(&thread, NULL, attend, place);
    }
}
