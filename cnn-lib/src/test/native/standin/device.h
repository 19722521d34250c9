// The device that driver and libraries share: streams of work that runs when somebody waits for it, faults that a test asks for, and checked memory.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>

enum Fault { ALLOCATE, LAUNCH, UPLOAD, DOWNLOAD, WAIT, CONVOLVE, REFUSE_CHANNELS_LAST, REFUSE_CONVOLUTIONS, NO_PRODUCTS, PIN, STREAM, FAULTS };

// One caller at a time, whatever its library.
extern std::recursive_mutex deviceMutex;
#define ALONE std::lock_guard<std::recursive_mutex> alone(deviceMutex)

// Whether this thread has a context, and whether a graph is being captured.
bool entered();
bool capturing();

// What needs a context fails without one, and what a capture forbids fails during one.
#define READY if (!entered()) return 201
#define NOT_IN_CAPTURE if (capturing()) return 900

// A native method of the tests' class StandIn.
#define JAVA(name) Java_org_convbook_cnn_backend_cuda_StandIn_##name

struct Stream;

// Puts computing work behind what a stream has to do, or into the graph that is being captured from it.
void enqueue(Stream* stream, std::function<void()> work);

// The same for a copy, which is not captured.
void enqueueCopy(Stream* stream, std::function<void()> work);

// Runs all that waits in any stream.
void finishAll();

// Lets no stream run ahead any more.
void ordinary();

// Counts a launch.
void called();

// The error code that this call must return, or 0: asked for by a test.
int fault(Fault what);

// A number from the environment, so that a test can start a machine of another kind.
int setting(const char* name, int otherwise);

// Counts that a library was asked to try its algorithms.
void tried();

// Whether these bytes lie within one allocation of the device.
bool onDevice(const void* at, size_t bytes);
