/*
 * Makes a map and loads a program that runs in the kernel.
 *
 * says: BPF_MAP_CREATE: (EPERM|ENOSYS)
 * says: BPF_PROG_LOAD: (EPERM|ENOSYS)
 */
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    union bpf_attr map = {
        .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1
    };
    struct bpf_insn code[] = { { .code = 0xb7 }, { .code = 0x95 } };
    union bpf_attr program = { .prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
                               .insns = (unsigned long)code,
                               .insn_cnt = 2,
                               .license = (unsigned long)"GPL" };
    tell("BPF_MAP_CREATE", syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));
    tell("BPF_PROG_LOAD", syscall(SYS_bpf, BPF_PROG_LOAD, &program, sizeof(program)));
}
