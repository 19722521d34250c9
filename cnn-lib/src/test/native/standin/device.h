// The device that driver and libraries share: a queue of work that runs when somebody waits for it, faults that a test asks for, and checked memory.
#pragma once

#include <cstddef>
#include <functional>

enum Fault { ALLOCATE, LAUNCH, UPLOAD, DOWNLOAD, WAIT, CONVOLVE, REFUSE_CHANNELS_LAST, REFUSE_CONVOLUTIONS, NO_PRODUCTS, FAULTS };

// Puts work behind what the stream has to do, or into the graph that is being captured.
void enqueue(std::function<void()> work);

// The error code that this call must return, or 0: asked for by a test.
int fault(Fault what);

// A number from the environment, so that a test can start a machine of another kind.
int setting(const char* name, int otherwise);

// Counts that a library was asked to try its algorithms.
void tried();

// Whether these bytes lie within one allocation of the device.
bool onDevice(const void* at, size_t bytes);
