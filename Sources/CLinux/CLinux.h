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
#include <time.h>
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

// send, which is no point where a thread can be cancelled: for that glibc's own marks each call, and takes the mark away,
// as soon as there are several threads.
static inline ssize_t send_bytes(int socket, const void *bytes, size_t count, int flags) {
    return syscall(SYS_sendto, socket, bytes, count, flags, 0, 0);
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

// Its height, likewise.
static inline int terminal_rows(int file) {
    struct winsize size;
    return ioctl(file, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

// epoll_wait with a limit in nanoseconds (none when it is negative): glibc has epoll_pwait2 only since 2.35, Linux since
// 5.11, and where it is missing or forbidden (ENOSYS, EPERM) the limit is rounded up. The names of errors are left to
// Glibc's module, which hides them once this one has them.
static inline int wait_for_events(int epoll, struct epoll_event *events, int capacity, long long limit) {
    struct timespec time = {limit / 1000000000, limit % 1000000000};
    int count = (int)syscall(SYS_epoll_pwait2, epoll, events, capacity, limit < 0 ? 0 : &time, 0, 0);
    extern int *__errno_location(void);
    if (count >= 0 || (*__errno_location() != 38 && *__errno_location() != 1)) return count;
    long long milliseconds = (limit + 999999) / 1000000;
    return epoll_wait(epoll, events, capacity, limit < 0 ? -1 : milliseconds < 1 << 30 ? (int)milliseconds : 1 << 30);
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
