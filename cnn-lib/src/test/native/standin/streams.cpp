// Streams, events and graphs of the stand-in for libcuda.so.1. Streams know nothing of each other but what events say, and a test chooses which of them runs
// ahead: who forgets to wait gets values that are not there yet, or no longer.
#include "device.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <vector>

typedef int CUresult;
#define API extern "C" CUresult

// ---------------------------------------------------------------- order

// A place in a stream, as an event remembers it.
struct Mark {
    Stream* stream;
    bool reached;
};

struct Work {
    std::function<void()> run;
    std::shared_ptr<Mark> behind;      // must have been reached first
};

struct Stream {
    std::deque<Work> queue;
    bool computes;                     // else it has only copied so far

    bool blocked() {
        return queue.front().behind && !queue.front().behind->reached;
    }

    void runFirst() {
        Work work = queue.front();
        queue.pop_front();
        if (work.run) work.run();
    }
};

enum Order { LATE, COPIES_EARLY, COMPUTING_EARLY };

static std::set<Stream*> streams;
static Order order = LATE;

// Lets streams that are to be early run as far as no event stops them.
static void hurry() {
    for (bool moved = order != LATE; moved;) {
        moved = false;
        for (Stream* s : streams) {
            if (s->computes != (order == COMPUTING_EARLY)) continue;
            for (; !s->queue.empty() && !s->blocked(); moved = true) s->runFirst();
        }
    }
}

// Runs a stream to its end, or to a mark in it, and others as far as it waits for them.
static void finish(Stream* s, const Mark* until = nullptr) {
    while (!s->queue.empty() && !(until && until->reached)) {
        if (s->blocked()) {
            std::shared_ptr<Mark> mark = s->queue.front().behind;
            finish(mark->stream, mark.get());
        } else {
            s->runFirst();
            hurry();
        }
    }
}

void finishAll() {
    for (Stream* s : streams) finish(s);
}

void ordinary() {
    order = LATE;
}

// ---------------------------------------------------------------- work

struct Graph {
    std::vector<std::function<void()>> work;
};

static std::unique_ptr<Graph> capture;
static Stream* captured;

bool capturing() {
    return capture != nullptr;
}

static void append(Stream* stream, Work work) {
    stream->queue.push_back(work);
    hurry();
}

void enqueue(Stream* stream, std::function<void()> work) {
    ALONE;
    stream->computes = true;
    if (capture && stream == captured) capture->work.push_back(work);
    else append(stream, {work, nullptr});
}

void enqueueCopy(Stream* stream, std::function<void()> work) {
    ALONE;
    append(stream, {work, nullptr});
}

// ---------------------------------------------------------------- streams and events

struct Event {
    std::shared_ptr<Mark> mark;        // none before it is recorded: then there is nothing to wait for
};

API cuStreamCreate(Stream** stream, unsigned) {
    ALONE;
    READY;
    if (int code = fault(STREAM)) return code;
    *stream = new Stream();
    streams.insert(*stream);
    return 0;
}

API cuStreamDestroy_v2(Stream* stream) {
    ALONE;
    finish(stream);
    streams.erase(stream);
    delete stream;
    return 0;
}

API cuStreamSynchronize(Stream* stream) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    if (int code = fault(WAIT)) return code;
    finish(stream);
    return 0;
}

API cuEventCreate(Event** event, unsigned) {
    *event = new Event();
    return 0;
}

// Waits that were asked for before keep to the older place.
API cuEventRecord(Event* event, Stream* stream) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    auto mark = std::make_shared<Mark>(Mark{stream, false});
    event->mark = mark;
    append(stream, {[mark] { mark->reached = true; }, nullptr});
    return 0;
}

// A capture must not depend on work outside it.
API cuStreamWaitEvent(Stream* stream, Event* event, unsigned) {
    ALONE;
    READY;
    if (capture && stream == captured) return 905;
    if (event->mark) append(stream, {nullptr, event->mark});
    return 0;
}

API cuEventSynchronize(Event* event) {
    ALONE;
    NOT_IN_CAPTURE;
    if (int code = fault(WAIT)) return code;
    if (event->mark && !event->mark->reached) finish(event->mark->stream, event->mark.get());
    return 0;
}

API cuEventDestroy_v2(Event* event) {
    ALONE;
    delete event;
    return 0;
}

// ---------------------------------------------------------------- graphs

API cuStreamBeginCapture_v2(Stream* stream, int) {
    ALONE;
    if (capture) return 901;
    capture.reset(new Graph());
    captured = stream;
    return 0;
}

API cuStreamEndCapture(Stream* stream, Graph** graph) {
    ALONE;
    if (!capture || stream != captured) return 901;
    *graph = capture.release();
    return 0;
}

static int graphs;

API cuGraphInstantiateWithFlags(Graph** made, Graph* graph, unsigned long long) {
    *made = new Graph(*graph);
    graphs++;
    return 0;
}

API cuGraphLaunch(Graph* graph, Stream* stream) {
    ALONE;
    READY;
    if (int code = fault(LAUNCH)) return code;
    called();
    auto work = graph->work;
    enqueue(stream, [work] { for (auto& w : work) w(); });
    return 0;
}

API cuGraphDestroy(Graph* graph) {
    delete graph;
    return 0;
}

API cuGraphExecDestroy(Graph* graph) {
    ALONE;
    finishAll();
    delete graph;
    graphs--;
    return 0;
}

// ---------------------------------------------------------------- what the tests ask for

extern "C" int JAVA(graphs)(void*, void*) {
    ALONE;
    return graphs;
}

extern "C" void JAVA(order)(void*, void*, int which) {
    ALONE;
    order = (Order) which;
    hurry();
}

extern "C" int JAVA(streams)(void*, void*) {
    ALONE;
    return streams.size();
}
