/* Stands between a process and the C library: counts the calls that touch files below one folder, and at a chosen one
   kills the process or lets the call fail; or writes down every change, so that power cuts can be played out later. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char root[PATH_MAX];
static size_t root_length;
static long count, fault_at;
static int fault_error, fault_lasts, fault_short, trace = -1, armed;

/* at 0: only count. error 0: kill. error -1: a write that takes only half. lasts: every later call fails too. */
void fault_arm(const char *folder, long at, int error, int lasts, int trace_descriptor) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    count = 0;
    fault_at = at;
    fault_error = error;
    fault_short = error == -1;
    fault_lasts = lasts;
    trace = trace_descriptor;
    armed = 1;
}

long fault_disarm(void) {
    armed = 0;
    return count;
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(result, name, ...) \
    static result (*next)(__VA_ARGS__); \
    if (!next) next = (result (*)(__VA_ARGS__))real(#name)

static int below(const char *path) { return armed && path && !strncmp(path, root, root_length) && path[root_length] == '/'; }

static const char *path_of(int descriptor, char *buffer) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = armed ? readlink(link, buffer, PATH_MAX - 1) : -1;
    if (length < 0) return NULL;
    buffer[length] = 0;
    return buffer;
}

static const char *absolute(int folder, const char *path, char *buffer) {
    if (!armed || !path || path[0] == '/' || folder != AT_FDCWD) return path;
    if (!getcwd(buffer, PATH_MAX)) return path;
    strncat(buffer, "/", PATH_MAX - strlen(buffer) - 1);
    strncat(buffer, path, PATH_MAX - strlen(buffer) - 1);
    return buffer;
}

/* 0: go on; -1: fail with errno set; 1: a short write. */
static int reached(int is_write) {
    count++;
    if (!fault_at || count < fault_at || (count > fault_at && !fault_lasts)) return 0;
    if (fault_short) return is_write;
    if (!fault_error) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = fault_error;
    return -1;
}

static void raw(const void *data, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    while (length) {
        ssize_t done = next(trace, data, length);
        if (done <= 0) abort();
        data = (const char *)data + done;
        length -= done;
    }
}

static void note(char what, const char *path, const char *other, int64_t offset, const void *data, uint32_t length) {
    if (trace < 0) return;
    uint32_t one = strlen(path), two = other ? strlen(other) : 0;
    raw(&what, 1);
    raw(&one, 4), raw(path, one);
    raw(&two, 4), raw(other, two);
    raw(&offset, 8);
    raw(&length, 4), raw(data, data ? length : 0);
}

static int opened(int (*go)(int, const char *, int, mode_t), int folder, const char *path, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *whole = absolute(folder, path, buffer);
    int changes = flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR);
    if (!below(whole) || !changes) return go(folder, path, flags, mode);
    if (reached(0)) return -1;
    int fresh = access(path, F_OK) != 0;
    int descriptor = go(folder, path, flags, mode);
    if (descriptor >= 0 && fresh && (flags & O_CREAT)) note('c', whole, NULL, 0, NULL, 0);
    else if (descriptor >= 0 && (flags & O_TRUNC)) note('t', whole, NULL, 0, NULL, 0);
    return descriptor;
}

static int go_openat(int folder, const char *path, int flags, mode_t mode) {
    REAL(int, openat, int, const char *, int, ...);
    return next(folder, path, flags, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        return opened(go_openat, AT_FDCWD, path, flags, mode); \
    }
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        return opened(go_openat, folder, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat64)

ssize_t write(int descriptor, const void *data, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    char buffer[PATH_MAX];
    const char *path = path_of(descriptor, buffer);
    if (!below(path)) return next(descriptor, data, length);
    int verdict = reached(length > 1);
    if (verdict < 0) return -1;
    if (verdict > 0) length /= 2;
    off_t place = lseek(descriptor, 0, SEEK_CUR);
    ssize_t done = next(descriptor, data, length);
    if (done > 0) note('w', path, NULL, place, data, done);
    return done;
}

#define PWRITE(name, kind) \
    ssize_t name(int descriptor, const void *data, size_t length, kind place) { \
        REAL(ssize_t, name, int, const void *, size_t, kind); \
        char buffer[PATH_MAX]; \
        const char *path = path_of(descriptor, buffer); \
        if (!below(path)) return next(descriptor, data, length, place); \
        int verdict = reached(length > 1); \
        if (verdict < 0) return -1; \
        if (verdict > 0) length /= 2; \
        ssize_t done = next(descriptor, data, length, place); \
        if (done > 0) note('w', path, NULL, place, data, done); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define READ(name, ...) \
    char buffer[PATH_MAX]; \
    const char *path = path_of(descriptor, buffer); \
    if (below(path) && fault_error != ENOSPC && reached(0) < 0) return -1; \
    return next(__VA_ARGS__)

ssize_t read(int descriptor, void *data, size_t length) {
    REAL(ssize_t, read, int, void *, size_t);
    READ(read, descriptor, data, length);
}
ssize_t pread64(int descriptor, void *data, size_t length, off64_t place) {
    REAL(ssize_t, pread64, int, void *, size_t, off64_t);
    READ(pread64, descriptor, data, length, place);
}

#define FLUSH(name) \
    int name(int descriptor) { \
        REAL(int, name, int); \
        char buffer[PATH_MAX]; \
        const char *path = path_of(descriptor, buffer); \
        int ours = armed && path && (below(path) || !strcmp(path, root)); \
        if (!ours) return next(descriptor); \
        if (fault_error != ENOSPC && reached(0) < 0) return -1; \
        int done = next(descriptor); \
        if (!done) note('s', path, NULL, 0, NULL, 0); \
        return done; \
    }
FLUSH(fsync)
FLUSH(fdatasync)

#define RESIZE(name, kind) \
    int name(int descriptor, kind length) { \
        REAL(int, name, int, kind); \
        char buffer[PATH_MAX]; \
        const char *path = path_of(descriptor, buffer); \
        if (!below(path)) return next(descriptor, length); \
        if (reached(0) < 0) return -1; \
        int done = next(descriptor, length); \
        if (!done) note('t', path, NULL, length, NULL, 0); \
        return done; \
    }
RESIZE(ftruncate, off_t)
RESIZE(ftruncate64, off64_t)

int fchmod(int descriptor, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    char buffer[PATH_MAX];
    if (below(path_of(descriptor, buffer)) && reached(0) < 0) return -1;
    return next(descriptor, mode);
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    char one[PATH_MAX], two[PATH_MAX];
    from = absolute(AT_FDCWD, from, one), to = absolute(AT_FDCWD, to, two);
    if (!below(from) && !below(to)) return next(from, to);
    if (reached(0) < 0) return -1;
    int done = next(from, to);
    if (!done) note('r', from, to, 0, NULL, 0);
    return done;
}

#define REMOVE(name, letter) \
    int name(const char *path) { \
        REAL(int, name, const char *); \
        char buffer[PATH_MAX]; \
        const char *whole = absolute(AT_FDCWD, path, buffer); \
        if (!below(whole)) return next(path); \
        if (reached(0) < 0) return -1; \
        int done = next(path); \
        if (!done) note(letter, whole, NULL, 0, NULL, 0); \
        return done; \
    }
REMOVE(unlink, 'u')
REMOVE(rmdir, 'u')

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    char buffer[PATH_MAX];
    const char *whole = absolute(AT_FDCWD, path, buffer);
    if (!below(whole)) return next(path, mode);
    if (reached(0) < 0) return -1;
    int done = next(path, mode);
    if (!done) note('m', whole, NULL, 0, NULL, 0);
    return done;
}

/* Something was promised at this point of the trace. */
void fault_mark(const char *text) { note('A', text, NULL, 0, NULL, 0); }
