/*
 * Has a FIFO beside its source, which nobody ever writes to.
 *
 * setup: mkdir snippets/$NAME
 * setup: mv snippets/$NAME.c snippets/hostile.h snippets/$NAME/
 * setup: rm snippets/$NAME.yml
 * setup: echo "run: { $NAME: {} }" >snippets/$NAME/snippet.yml
 * setup: mkfifo snippets/$NAME/fifo
 * ends: 0 or input
 */
int main(void)
{
    return 0;
}
