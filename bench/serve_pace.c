/* Load at a fixed rate: see serve_pace.py, which builds and runs this.

   PORT PATHS RATE SECONDS: a request is due at its moment, whether those before it were answered or not. It goes to the
   connection that has been idle longest. Prints a JSON object; ends with a sentence and 1 where an answer is no 200. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define LINES 64
#define HEAD 4096
#define LATEST 30000000000L /* nanoseconds beyond the end in which the last answers have to come */

struct line {
    int socket, next;  /* next: the one that became idle after this one */
    long left;         /* bytes of the body still to come; -1 while the head comes */
    int64_t due, idle; /* idle: since when it can be sent on */
    int held;
    char head[HEAD + 1];
};

static struct line lines[LINES];
static char piece[262144];

static void stop(const char *why) {
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static int64_t now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000L + at.tv_nsec;
}

/* Takes what has come; whether the answer is whole. */
static int took(struct line *line) {
    long got = recv(line->socket, piece, sizeof piece, 0), rest;
    char *end, *length;
    if (got <= 0) stop("the server closed a connection");
    if (line->left >= 0) {
        line->left -= got;
        return line->left == 0;
    }
    rest = got < HEAD - line->held ? got : HEAD - line->held;
    memcpy(line->head + line->held, piece, rest);
    line->head[line->held + rest] = 0;
    end = strstr(line->head, "\r\n\r\n");
    if (!end) {
        line->held += rest;
        if (line->held == HEAD) stop("the head of an answer has no end");
        return 0;
    }
    if (strncmp(line->head, "HTTP/1.1 200", 12)) stop("an answer is no 200");
    length = strcasestr(line->head, "\r\ncontent-length:");
    if (!length || length > end) stop("an answer does not tell its length");
    line->left = atol(length + 17) - (line->held + got - (end + 4 - line->head));
    return line->left == 0;
}

static void *room(size_t bytes) {
    void *made = malloc(bytes);
    if (!made) stop("no memory");
    return made;
}

/* Requests for all paths of a file. */
static char **requests(const char *name, long *count) {
    FILE *file = fopen(name, "r");
    char *path = NULL, **all = NULL;
    size_t size = 0;
    long many = 0, length;
    if (!file) stop("there is no such list of paths");
    while ((length = getline(&path, &size, file)) > 0) {
        path[strcspn(path, "\n")] = 0;
        all = realloc(all, (many + 1) * sizeof *all);
        if (!all || asprintf(&all[many++], "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", path) < 0)
            stop("no memory");
    }
    fclose(file);
    if (!many) stop("the list of paths is empty");
    *count = many;
    return all;
}

static int before(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* The value below which a part of the values lie, in milliseconds. */
static double part(int64_t *values, long count, double share) {
    long place = count * share;
    return values[place < count ? place : count - 1] / 1e6;
}

int main(int argc, char **argv) {
    if (argc != 5) stop("PORT PATHS RATE SECONDS");
    double rate = atof(argv[3]), seconds = atof(argv[4]);
    long total = rate * seconds, came = 0, sent = 0, done = 0, count;
    char **all = requests(argv[2], &count);
    int64_t *answered = room((total + 1) * sizeof *answered), *late = room((total + 1) * sizeof *late);
    int epoll = epoll_create1(0), first = 0, last = LINES - 1, on = 1;
    uint64_t dice = 88172645463325252UL;
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (total < 1) stop("nothing to ask");
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    for (int number = 0; number < LINES; number++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = number};
        struct line *line = &lines[number];
        line->idle = 0;
        line->socket = socket(AF_INET, SOCK_STREAM, 0);
        line->next = number + 1 < LINES ? number + 1 : -1;
        if (connect(line->socket, (struct sockaddr *)&server, sizeof server)) stop("nobody listens");
        setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_ctl(epoll, EPOLL_CTL_ADD, line->socket, &event);
    }
    int64_t begin = now() + 10000000;
#define DUE(number) (begin + (int64_t)((number) / rate * 1e9))
    while (done < total) {
        struct epoll_event events[LINES];
        int64_t at = now(), pause = 1000000000;
        int found;
        if (at > DUE(total) + LATEST) stop("the answers do not come");
        while (came < total && DUE(came) <= at) came++;
        while (sent < came && first >= 0) {
            struct line *line = &lines[first];
            char *request;
            first = line->next;
            if (first < 0) last = -1;
            dice ^= dice << 13, dice ^= dice >> 7, dice ^= dice << 17;
            request = all[dice % count];
            line->due = DUE(sent), line->left = -1, line->held = 0, line->next = -1;
            if (send(line->socket, request, strlen(request), MSG_NOSIGNAL) != (long)strlen(request)) stop("a request was not taken");
            at = now();
            late[sent++] = at - (line->idle > line->due ? line->idle : line->due);
        }
        if (came < total) {
            pause = DUE(came) - now();
            if (pause < 0) pause = 0;
        }
        struct timespec wait = {pause / 1000000000, pause % 1000000000};
        found = syscall(SYS_epoll_pwait2, epoll, events, LINES, &wait, NULL, 0);
        if (found < 0) stop("this system cannot wait for less than a millisecond (epoll_pwait2)");
        for (int event = 0; event < found; event++) {
            int number = events[event].data.u32;
            struct line *line = &lines[number];
            if (took(line)) {
                line->idle = now();
                answered[done++] = line->idle - line->due;
                if (last < 0) first = number; else lines[last].next = number;
                last = number;
            }
        }
    }
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    qsort(answered, total, sizeof *answered, before);
    qsort(late, total, sizeof *late, before);
    printf("{\"p50\": %.4f, \"p99\": %.4f, \"late\": %.4f, \"count\": %ld, \"cost\": %.2f}\n", part(answered, total, 0.5),
           part(answered, total, 0.99), part(late, total, 0.99), total, cpu / total * 1e6);
    return 0;
}
