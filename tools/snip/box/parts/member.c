#include "box/parts/member.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/pty.h"

/* Too much was printed, be it that the end was decided before the last of it was read. */
static void flood(struct box *box, size_t program)
{
    box_decide(box, END_FLOOD, program);
    if (box->result.end == END_FINISHED) {
        box->result.end = END_FLOOD;
        box->result.program = program;
    }
}

/* The end of what a terminal gives is EIO. */
bool member_read(struct member *member)
{
    char chunk[16384];
    struct box *box = member->box;
    for (;;) {
        ssize_t n = read(member->out.fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        size_t room = box->output_room, size = (size_t)n;
        buf_add(&member->result.output, chunk, size < room ? size : room);
        box->output_room -= size < room ? size : room;
        if (size > room)
            flood(box, member->index);
    }
}

static void on_output(struct watch *watch, uint32_t events)
{
    (void)events;
    struct member *member = watch->owner;
    if (!member_read(member))
        loop_remove(member->box->loop, watch);
}

bool member_open(struct box *box, size_t i, const struct box_program *program, struct err *err)
{
    struct member *member = &box->members[i];
    *member = (struct member){
        .box = box,
        .station = &box->stations[program->host],
        .index = i,
        .host = program->host,
        .out = { -1, on_output, member, false },
        .feed = FEED_NONE,
        .their_in = -1,
        .their_out = -1,
        .input = program->input,
        .input_len = program->input_len,
        .goes_on = program->goes_on,
    };
    box->n++;
    return output_open(program->terminal, &member->out.fd, &member->their_out, err) &&
           feed_open(&member->feed, box->loop, member->out.fd,
                     program->types ? member->their_out : -1, &member->their_in, err) &&
           loop_add(box->loop, &member->out, EPOLLIN, err);
}

void member_exchange(struct member *member)
{
    if (member->out.added && !member_read(member))
        loop_remove(member->box->loop, &member->out);
    feed_push(&member->feed);
}

void member_close(struct member *member)
{
    loop_close(member->box->loop, &member->out);
    feed_close(&member->feed);
    fd_close_at(&member->their_in);
    fd_close_at(&member->their_out);
    buf_release(&member->result.output);
}

void member_run(struct member *member)
{
    if (member->result.state != PROGRAM_WAITING)
        return;
    member->result.state = PROGRAM_STARTED;
    feed_give(&member->feed, member->input, member->input_len);
    if (!member->goes_on)
        feed_end(&member->feed);
}
