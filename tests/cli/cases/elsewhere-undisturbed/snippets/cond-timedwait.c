#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

int main(void)
{
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
    struct timespec start, end;
    clock_gettime(CLOCK_REALTIME, &start);
    end = start;
    end.tv_sec++;
    pthread_mutex_lock(&mutex);
    int error = pthread_cond_timedwait(&cond, &mutex, &end);
    clock_gettime(CLOCK_REALTIME, &end);
    long ms = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000;
    printf("timed out: %s, after a second: %s\n", error == ETIMEDOUT ? "yes" : "no",
           ms >= 1000 && ms < 3000 ? "yes" : "no");
}
