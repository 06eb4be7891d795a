// Linux interfaces that Swift's Glibc module leaves out.

#pragma once

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
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
