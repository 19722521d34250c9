package org.convbook.cnn.backend.cuda;

import java.util.List;
import org.convbook.cnn.backend.DeviceException;

/**
 * Brings buffers into another layout or format, and keeps what it made beside them: weights are laid for the libraries once per change, not once
 * per step, and what a forward and a backward pass both read is laid once.
 * <p>Of a buffer that a recorded step reads but did not make, such as a weight, the forms are no part of the recording: they are brought up to
 * date before it is replayed, if the buffer has changed since. If the step itself changes it, as an optimiser does, it writes the new values into
 * its forms, too.
 */
final class Forms {
    private final CudaCore backend;

    Forms(CudaCore backend) {
        this.backend = backend;
    }

    /** The same values in a layout and format; the same buffer if they are so already. */
    CudaBuffer as(CudaBuffer b, Layout layout, Format format) {
        Block block = b.live();
        if (b.format == format) {
            if (b.layout == layout) return b;
            if (b.lies(layout)) return new CudaBuffer(b.shape(), layout, format, block);
        }
        CudaRecording now = backend.recording();
        if (block.owner() != null && block.owner() != backend.memory.owner()) {   // what is made here must end before it, or a replay changes it
            CudaBuffer y = backend.fresh(b.shape(), layout, format);
            lay(b, y);
            return y;
        }
        Form form = kept(b, layout, format);
        if (now == null || block.owner() != null || now.changes(block)) {
            if (!form.current()) lay(b, form.copy);
            form.made();
            if (now != null && block.owner() == null) now.updates(form);
        } else {
            refresh(form);
            now.reads(form);
        }
        return form.copy;
    }

    private Form kept(CudaBuffer b, Layout layout, Format format) {
        List<Form> forms = b.block().forms;
        forms.removeIf(f -> !f.usable());
        for (Form f : forms) if (f.is(b, layout, format)) return f;
        long bytes = (long) format.bytes * b.shape().count();
        Block memory = backend.memory.allocateBeside(b.block(), bytes, () -> "a tensor " + b.shape());
        Form made = new Form(b, new CudaBuffer(b.shape(), layout, format, memory));
        forms.add(made);
        return made;
    }

    /** Queues the values in their other form, and notes that if this thread is recording. */
    private void lay(CudaBuffer b, CudaBuffer y) {
        if (b.shape().count() > 0) backend.perform(() -> "lay " + y.layout + " " + y.format + " " + y.shape(), backend.copy(b, y));
    }

    /** Brings a form up to date at once, whatever is recorded. */
    void refresh(Form form) {
        if (form.current() || form.of.shape().count() == 0) return;
        if (!form.usable() || form.of.block().freed()) {
            throw new DeviceException("a tensor " + form.of.shape() + " that a recorded step reads was used after its scope had closed");
        }
        backend.device.enter();
        backend.copy(form.of, form.copy).run();
        form.made();
    }

    /** Says that a buffer has been changed in place by an operation just queued. */
    void changed(CudaBuffer b) {
        b.block().version++;
        if (backend.recording() != null) backend.recording().changed(b.block());
    }

    /** The form of a parameter that an optimiser writes beside it, or null: one in the format of activations, of rows. */
    Form beside(CudaBuffer weight, Format format) {
        if (weight.layout != Layout.PLAIN) return null;
        for (Form f : weight.block().forms) if (f.usable() && f.copy.format == format && f.of.shape().equals(weight.shape())) return f;
        return null;
    }

    /** Says that a form has been written together with its buffer. */
    void written(Form form) {
        form.made();
        if (backend.recording() != null) backend.recording().updates(form);
    }
}
