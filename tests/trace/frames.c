/*
 * Prints the frames of a capture in snip's words (engine/trace/frame.h), a line each: from, to, name,
 * flags, text and data, with tabs between them.
 *
 *   frames CAPTURE [loopback]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "engine/trace/frame.h"

/* The heads of a capture and of a frame in it (pcap-savefile(5)), by this machine's order of bytes. */
enum { FILE_HEAD = 24, LENGTH = 3 };

static const char *shown(const char *word)
{
    return word ? word : "";
}

/* Reads the next frame of FILE into EVENT. Returns false at the end. */
static bool read_frame(FILE *file, struct event *event)
{
    static unsigned char bytes[1 << 18];
    uint32_t head[4];
    if (fread(head, sizeof(head), 1, file) != 1 || head[2] > sizeof(bytes) ||
        fread(bytes, 1, head[2], file) != head[2])
        return false;
    event->len = head[2] < sizeof(event->data) ? head[2] : sizeof(event->data);
    event->value = head[LENGTH];
    memcpy(event->data, bytes, event->len);
    return true;
}

static void print_frame(const struct event *event, struct frames *frames)
{
    struct trace_event words = { 0 };
    frame_words(&words, event, frames);
    AUTO_FREE char *was = words.data ? mem_strdup(words.data) : NULL;
    frame_finish(&words, was);
    printf("%s\t%s\t%s\t%s\t%s\t%s\n", words.from, words.to, words.name, shown(words.flags),
           shown(words.text), shown(words.data));
    char *owned[] = { words.from, words.to,   words.name, words.flags,
                      words.text, words.data, words.bytes };
    for (size_t i = 0; i < COUNT(owned); i++)
        free(owned[i]);
}

int main(int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1], "rbe") : NULL;
    if (!file || fseek(file, FILE_HEAD, SEEK_SET) != 0) {
        fprintf(stderr, "frames: no capture\n");
        return 2;
    }
    struct event event = { .kind = EVENT_LEAVES, .link = argc > 2 ? EVENT_LOOPBACK : 0 };
    struct frames frames = { 0 };
    while (read_frame(file, &event))
        print_frame(&event, &frames);
    frames_release(&frames);
    return fclose(file) == 0 ? 0 : 2;
}
