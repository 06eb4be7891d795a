// Linux interfaces that Swift's Glibc module leaves out.

#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc declares these only under _GNU_SOURCE, which Swift's importer leaves unset.
struct mmsghdr {
    struct msghdr msg_hdr;
    unsigned int msg_len;
};

int accept4(int socket, struct sockaddr *address, socklen_t *address_length, int flags);
int pipe2(int descriptors[2], int flags);
int recvmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags, struct timespec *timeout);
int sendmmsg(int socket, struct mmsghdr *messages, unsigned int count, int flags);

// Swift cannot call variadic functions; glibc has a plain pidfd_open only since 2.36.
static inline int process_descriptor(pid_t process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

static inline int set_parent_death_signal(int signal) {
    return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}

// Swift regards the variable itself as unsafe to share; it is read before a child is started, and never written.
static inline char *const *process_environment(void) {
    extern char **environ;
    return environ;
}

// The width of a terminal; 0 when it is none, or does not know.
static inline int terminal_columns(int file) {
    struct winsize size;
    return ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// How many bytes the other side of a TCP connection has acknowledged; 0 where the kernel does not tell. The structure is
// `tcp_info` of linux/tcp.h, which glibc has without this member.
static inline unsigned long long acknowledged_bytes(int socket) {
    unsigned char info[128] = {0};
    unsigned long long count;
    socklen_t length = sizeof info;
    if (getsockopt(socket, 6, 11, info, &length) != 0 || length < sizeof info) return 0;
    __builtin_memcpy(&count, info + 120, sizeof count);
    return count;
}

// How many bytes were sent that it has not.
static inline int unacknowledged_bytes(int socket) {
    int count = 0;
    return ioctl(socket, TIOCOUTQ, &count) == 0 ? count : 0;
}

int memfd_create(const char *name, unsigned int flags);

// Lets nobody change a memory file any more: F_ADD_SEALS with all of them, which glibc hides as well.
static inline int seal_memory_file(int file) {
    return fcntl(file, 1033, 0x0F);
}
