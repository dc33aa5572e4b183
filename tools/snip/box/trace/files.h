/*
 * What the files of a process in /proc tell (proc_pid_syscall(5), proc_pid_stat(5),
 * proc_pid_status(5)). PROC is an open /proc; no memory is allocated.
 */
#ifndef SNIP_BOX_TRACE_FILES_H
#define SNIP_BOX_TRACE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A /proc of the caller's own pid namespace, where it is mounted nowhere; -1 with errno. */
int files_open_proc(void);

/* Opens the file NAME of TID; -1 where there is none. */
int files_open(int proc, pid_t tid, const char *name);

/*
 * Tells whether a thread waits in a call, for something that is not a disk; of its files CALLING is
 * syscall, STATUS is stat.
 */
bool files_waits(int calling, int status);

/*
 * Tells whether the thread whose file stat STATUS is has ended, and nobody has been told: of a
 * process' first thread that is when the last of the others has ended.
 */
bool files_is_zombie(int status);

/* The process that TID belongs to, as PROC shows it; 0 where it is gone. */
pid_t files_process(int proc, pid_t tid);

/* The process that TID's process is a child of; 0 where it is gone. */
pid_t files_parent(int proc, pid_t tid);

/* Tells whether TID ignores SIGNAL. */
bool files_ignores(int proc, pid_t tid, int signal);

/* Tells whether TID has a handler for SIGNAL. */
bool files_catches(int proc, pid_t tid, int signal);

/* The processor time that TID has had, in nanoseconds; 0: unknown. */
int64_t files_ran(int proc, pid_t tid);

/* The inode of the socket that FD of TID is; 0 where it is none. */
uint64_t files_socket(int proc, pid_t tid, int fd);

/* Puts the path of TID's program at DATA as an event_piece of its argument 0; its size. */
size_t files_program(int proc, pid_t tid, unsigned char *data, size_t room);

/* How many packets wait to be taken by the processor CPU, by the open file softnet_stat FD. */
unsigned files_backlog(int fd, unsigned cpu);

#endif
