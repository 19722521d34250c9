// Stands in for libcuda.so.1 on a machine without a GPU. Work is queued and runs when somebody waits, so that a result that is read too early is not there yet.
#include "device.h"
#include "host.h"

#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <ucontext.h>

typedef int CUresult;
typedef uint64_t CUdeviceptr;
typedef Stream* CUstream;
#define API extern "C" CUresult

std::recursive_mutex deviceMutex;

// ---------------------------------------------------------------- settings, faults

int setting(const char* name, int otherwise) {
    const char* text = getenv(name);
    return text ? atoi(text) : otherwise;
}

static int faultAfter[FAULTS], faultCode[FAULTS];   // calls that still succeed; the code, negative for ever
static bool lost;

int fault(Fault what) {
    ALONE;
    if (lost && what < CONVOLVE) return 719;
    int code = faultCode[what];
    if (code == 0 || faultAfter[what]-- > 0) return 0;
    if (code == 719) lost = true;
    if (code > 0) faultCode[what] = 0;
    else faultAfter[what] = 0;
    return code < 0 ? -code : code;
}

// ---------------------------------------------------------------- memory

static const size_t GUARD = 64;
static std::map<uintptr_t, size_t> blocks;
static size_t held, calls;
static size_t limit = (size_t) 1 << 40;

bool onDevice(const void* at, size_t bytes) {
    ALONE;
    auto next = blocks.upper_bound((uintptr_t) at);
    if (next == blocks.begin()) return false;
    --next;
    return (uintptr_t) at + bytes <= next->first + next->second;
}

static bool guarded(uintptr_t start, size_t bytes) {
    for (size_t i = 0; i < GUARD; i++) if (((unsigned char*) start)[bytes + i] != 0xAB) return false;
    return true;
}

// ---------------------------------------------------------------- kernels

Three threadIdx, blockIdx, blockDim, gridDim;

static std::map<std::string, HostKernel>& kernels() {
    static std::map<std::string, HostKernel> all;
    return all;
}

void addKernel(HostKernel kernel) {
    kernels()[kernel.name] = kernel;
}

// A thread that waits for others: it runs one block after the other and lives for ever.
struct Fiber {
    jmp_buf at;
    ucontext_t first;
    bool started, done;
    std::unique_ptr<char[]> stack;
};

static const size_t STACK = 64 * 1024;
static std::deque<Fiber> fibers;
static jmp_buf scheduler;
static unsigned running, alive;
static HostKernel* launched;
static void** launchedWith;

void waitForBlock() {
    if (_setjmp(fibers[running].at) == 0) _longjmp(scheduler, 1);
}

static void fiberMain() {
    while (true) {
        launched->call(launched->function, launchedWith);
        fibers[running].done = true;
        alive--;
        waitForBlock();
    }
}

static void step() {
    Fiber& f = fibers[running];
    threadIdx = {running, 0, 0};
    if (_setjmp(scheduler) != 0) return;
    if (f.started) _longjmp(f.at, 1);
    f.started = true;
    setcontext(&f.first);
}

static void runFibers(unsigned threads) {
    while (fibers.size() < threads) {
        Fiber& f = fibers.emplace_back();
        f.stack.reset(new char[STACK]);
        getcontext(&f.first);
        f.first.uc_stack.ss_sp = f.stack.get();
        f.first.uc_stack.ss_size = STACK;
        f.first.uc_link = nullptr;
        makecontext(&f.first, fiberMain, 0);
    }
    for (unsigned t = 0; t < threads; t++) fibers[t].done = false;
    alive = threads;
    while (alive > 0) {
        for (running = 0; running < threads; running++) if (!fibers[running].done) step();
    }
}

static void run(HostKernel& k, Three grid, unsigned threads, void** arguments) {
    gridDim = grid;
    blockDim = {threads, 1, 1};
    launched = &k;
    launchedWith = arguments;
    for (unsigned y = 0; y < grid.y; y++) {
        for (unsigned x = 0; x < grid.x; x++) {
            blockIdx = {x, y, 0};
            if (k.waits) runFibers(threads);
            else for (unsigned t = 0; t < threads; t++) {
                threadIdx = {t, 0, 0};
                k.call(k.function, arguments);
            }
        }
    }
}

API cuLaunchKernel(HostKernel* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned, CUstream stream, void** arguments, void**) {
    ALONE;
    if (int code = fault(LAUNCH)) return code;
    if (gx == 0 || gy == 0 || gz != 1 || bx == 0 || bx > 1024 || by != 1 || bz != 1 || gy > 65535) return 1;
    called();
    auto values = std::make_shared<std::vector<std::vector<char>>>();   // as they are now, as a launch takes them
    for (size_t i = 0; i < f->sizes.size(); i++) values->emplace_back((char*) arguments[i], (char*) arguments[i] + f->sizes[i]);
    enqueue(stream, [=] {
        std::vector<void*> pointers;
        for (auto& v : *values) pointers.push_back(v.data());
        run(*f, {gx, gy, 1}, bx, pointers.data());
    });
    return 0;
}

// A module is what its kernels are built for, as the third line of ours says; a cell's kernels are built for float alone.
API cuModuleLoadData(const char** module, const void* image) {
    if (strncmp((const char*) image, "//", 2) != 0) return 218;   // invalid PTX
    const char* real = strstr((const char*) image, "\n// real ");
    const char* format = real ? real + 9 : "";
    *module = strncmp(format, "bf16", 4) == 0 ? "-bf16" : strncmp(format, "fp16", 4) == 0 ? "-fp16" : "";
    return 0;
}

API cuModuleUnload(void*) {
    return 0;
}

API cuModuleGetFunction(HostKernel** f, const char* module, const char* name) {
    auto found = kernels().find(std::string(name) + module);
    if (found == kernels().end()) return 500;
    *f = &found->second;
    return 0;
}

// ---------------------------------------------------------------- device, context

API cuInit(unsigned) {
    return setting("STANDIN_INIT", 0);
}

API cuDriverGetVersion(int* version) {
    *version = setting("STANDIN_DRIVER", 12080);
    return 0;
}

API cuDeviceGetCount(int* count) {
    *count = setting("STANDIN_DEVICES", 1);
    return *count == 0 ? 100 : 0;
}

API cuDeviceGet(int* device, int ordinal) {
    *device = ordinal;
    return ordinal < setting("STANDIN_DEVICES", 1) ? 0 : 101;
}

API cuDeviceGetName(char* name, int length, int) {
    strncpy(name, "host stand-in", length);
    return 0;
}

API cuDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 75 ? setting("STANDIN_GENERATION", 90) / 10 : attribute == 76 ? setting("STANDIN_GENERATION", 90) % 10 : attribute == 16 ? 4 : 0;
    return 0;
}

API cuDeviceTotalMem_v2(size_t* bytes, int) {
    *bytes = limit;
    return 0;
}

API cuDevicePrimaryCtxRetain(void** context, int) {
    *context = (void*) 0x77;
    return 0;
}

API cuDevicePrimaryCtxRelease_v2(int) {
    return 0;
}

static thread_local void* current;

API cuCtxSetCurrent(void* context) {
    current = context;
    return 0;
}

API cuGetErrorName(int code, const char** text) {
    static const std::map<int, const char*> NAMES = {{1, "CUDA_ERROR_INVALID_VALUE"}, {2, "CUDA_ERROR_OUT_OF_MEMORY"}, {100, "CUDA_ERROR_NO_DEVICE"},
        {101, "CUDA_ERROR_INVALID_DEVICE"}, {201, "CUDA_ERROR_INVALID_CONTEXT"}, {218, "CUDA_ERROR_INVALID_PTX"}, {500, "CUDA_ERROR_NOT_FOUND"},
        {700, "CUDA_ERROR_ILLEGAL_ADDRESS"}, {719, "CUDA_ERROR_LAUNCH_FAILED"}, {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH"}, {900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED"},
        {905, "CUDA_ERROR_STREAM_CAPTURE_ISOLATION"}};
    auto found = NAMES.find(code);
    *text = found == NAMES.end() ? "CUDA_ERROR_UNKNOWN" : found->second;
    return 0;
}

bool entered() {
    return current != nullptr;
}

API cuMemAlloc_v2(CUdeviceptr* p, size_t bytes) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    if (int code = fault(ALLOCATE)) return code;
    if (bytes == 0) return 1;
    if (held + bytes > limit) return 2;
    void* memory = aligned_alloc(256, (bytes + GUARD + 255) / 256 * 256);
    if (!memory) return 2;
    memset(memory, 0xFF, bytes);                                   // NaN: what nobody wrote is seen
    memset((char*) memory + bytes, 0xAB, GUARD);
    *p = (CUdeviceptr) memory;
    blocks[*p] = bytes;
    held += bytes;
    return 0;
}

API cuMemFree_v2(CUdeviceptr p) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    finishAll();
    auto block = blocks.find(p);
    if (block == blocks.end()) return 1;
    bool whole = guarded(block->first, block->second);
    held -= block->second;
    blocks.erase(block);
    free((void*) p);
    return whole ? 0 : 700;
}

API cuMemGetInfo_v2(size_t* unused, size_t* total) {
    *unused = limit - held;
    *total = limit;
    return 0;
}

API cuMemAllocHost_v2(void** p, size_t bytes) {
    READY;
    if (int code = fault(PIN)) return code;
    *p = aligned_alloc(256, (bytes + 255) / 256 * 256);
    return *p ? 0 : 2;
}

API cuMemFreeHost(void* p) {
    ALONE;
    finishAll();
    free(p);
    return 0;
}

API cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void* from, size_t bytes, CUstream stream) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    if (int code = fault(UPLOAD)) return code;
    if (!onDevice((void*) to, bytes)) return 1;
    enqueueCopy(stream, [=] { memcpy((void*) to, from, bytes); });
    return 0;
}

API cuMemcpyDtoHAsync_v2(void* to, CUdeviceptr from, size_t bytes, CUstream stream) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    if (int code = fault(DOWNLOAD)) return code;
    if (!onDevice((void*) from, bytes)) return 1;
    enqueueCopy(stream, [=] { memcpy(to, (void*) from, bytes); });
    return 0;
}

API cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    ALONE;
    READY;
    NOT_IN_CAPTURE;
    if (!onDevice((void*) to, bytes) || !onDevice((void*) from, bytes)) return 1;
    enqueueCopy(stream, [=] { memcpy((void*) to, (void*) from, bytes); });
    return 0;
}

// ---------------------------------------------------------------- what the tests ask for, as native methods of their class StandIn

extern "C" void JAVA(fail)(void*, void*, int what, int after, int code) {
    ALONE;
    faultAfter[what] = after;
    faultCode[what] = code;
}

extern "C" void JAVA(heal)(void*, void*) {
    ALONE;
    for (int i = 0; i < FAULTS; i++) faultCode[i] = 0;
    lost = false;
    limit = (size_t) 1 << 40;
    ordinary();
}

extern "C" void JAVA(limit)(void*, void*, int64_t bytes) {
    ALONE;
    limit = bytes;
}

extern "C" int64_t JAVA(bytes)(void*, void*) {
    ALONE;
    return held;
}

void called() {
    ALONE;
    calls++;
}

extern "C" int64_t JAVA(calls)(void*, void*) {
    ALONE;
    return calls;
}

static size_t trials;

void tried() {
    ALONE;
    trials++;
}

extern "C" int64_t JAVA(trials)(void*, void*) {
    ALONE;
    return trials;
}

// Whether no kernel has written behind a block.
extern "C" unsigned char JAVA(intact)(void*, void*) {
    ALONE;
    finishAll();
    for (auto& b : blocks) if (!guarded(b.first, b.second)) return 0;
    return 1;
}
