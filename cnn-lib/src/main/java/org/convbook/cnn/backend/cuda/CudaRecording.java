package org.convbook.cnn.backend.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import org.convbook.cnn.backend.RandomStream;
import org.convbook.cnn.backend.memory.StepRecording;

/** The operations of one step; when it is replayed for the first time they become a graph, which the device then runs with one call. */
final class CudaRecording extends StepRecording {
    private final CudaCore backend;
    /** What it changes in place although it did not make it, and the forms of that which it brings up to date. */
    private final Set<Block> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Form> updated = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What must be up to date before it is replayed. */
    private final Set<Form> read = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Where the device finds the present step of each stream of random numbers. */
    private final Map<RandomStream, Block> steps = new IdentityHashMap<>();
    private CUgraphExec graph;
    private boolean closed;
    DeviceMemory.Owner owner;

    CudaRecording(CudaCore backend) {
        this.backend = backend;
    }

    void changed(Block block) {
        changed.add(block);
        updated.removeIf(form -> form.of.block() == block);
    }

    boolean changes(Block block) {
        return changed.contains(block);
    }

    void updates(Form form) {
        updated.add(form);
    }

    void reads(Form form) {
        read.add(form);
    }

    /** Where the step of a stream will be at each replay. */
    Block step(RandomStream random) {
        return steps.computeIfAbsent(random, r -> backend.memory.allocateApart(Long.BYTES, () -> "the number of a step"));
    }

    @Override
    public void replay() {
        synchronized (backend) {
            if (closed) return;
            backend.device.enter();
            if (graph == null) graph = capture();
            steps.forEach((random, block) -> backend.staging.upload(random.step(), block.start));
            read.forEach(backend.forms::refresh);
            backend.device.check(cuGraphLaunch(graph, backend.device.stream), "launching a recorded step");
            changed.forEach(block -> block.version++);
            updated.forEach(Form::made);
        }
    }

    private CUgraphExec capture() {
        CUgraph captured = new CUgraph();
        backend.device.check(cuStreamBeginCapture(backend.device.stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
            "recording a step");
        try {
            calls().forEach(Runnable::run);
        } catch (RuntimeException e) {
            if (cuStreamEndCapture(backend.device.stream, captured) == 0) cuGraphDestroy(captured);   // else later work would be captured too
            throw e;
        }
        backend.device.check(cuStreamEndCapture(backend.device.stream, captured), "recording a step");
        CUgraphExec made = new CUgraphExec();
        try {
            backend.device.check(cuGraphInstantiate(made, captured, 0), "preparing a recorded step");
        } finally {
            cuGraphDestroy(captured);
        }
        return made;
    }

    @Override
    public void close() {
        synchronized (backend) {
            closed = true;
            super.close();
            changed.clear();
            updated.clear();
            read.clear();
            if (graph != null && !backend.device.lost()) {
                backend.device.enter();
                cuGraphExecDestroy(graph);
            }
            graph = null;
            owner.free();
        }
    }
}
