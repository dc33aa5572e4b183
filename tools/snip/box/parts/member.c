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

static void feed(struct member *member)
{
    ssize_t n = member->input_len ? write(member->in.fd, member->input, member->input_len) : 0;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0) {
        member->input += n;
        member->input_len -= (size_t)n;
    }
    if (n <= 0 || member->input_len == 0)
        loop_close(member->box->loop, &member->in);
}

static void on_input(struct watch *watch, uint32_t events)
{
    struct member *member = watch->owner;
    if (events & EPOLLERR)
        loop_close(member->box->loop, watch);
    else
        feed(member);
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
        .in = { -1, on_input, member, false },
        .their_in = -1,
        .their_out = -1,
        .input = program->input,
        .input_len = program->input_len,
    };
    box->n++;
    return output_open(program->terminal, &member->out.fd, &member->their_out, err) &&
           input_open(&member->in.fd, &member->their_in, err) &&
           loop_add(box->loop, &member->out, EPOLLIN, err);
}

void member_close(struct member *member)
{
    loop_close(member->box->loop, &member->out);
    loop_close(member->box->loop, &member->in);
    fd_close_at(&member->their_in);
    fd_close_at(&member->their_out);
    buf_release(&member->result.output);
}

void member_run(struct member *member)
{
    struct box *box = member->box;
    struct err ignored = { 0 };
    if (member->result.state != PROGRAM_WAITING)
        return;
    member->result.state = PROGRAM_STARTED;
    /* An input that cannot be watched is one that ends at once. */
    if (!loop_add(box->loop, &member->in, EPOLLOUT, &ignored))
        loop_close(box->loop, &member->in);
    err_release(&ignored);
    if (box->channel.fd >= 0)
        feed(member); /* at once: it must not wait for what it is given */
}
