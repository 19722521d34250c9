package org.convbook.cnn.optim;

import org.convbook.cnn.backend.Backend;
import org.convbook.cnn.tensor.Tensor;

/**
 * The factor of an optimiser's losses on a backend that computes in half precision, which would lose small gradients: the way back begins with it,
 * and gradients are divided by it before they are used. It is halved after a step whose gradients are not all finite, which changes no parameter,
 * and doubled after each so many good ones. A step that changes nothing counts as a step all the same. Elsewhere the factor is 1, and stays 1.
 * <p>A first factor that is too large costs some steps at the beginning: 65536 itself is more than half precision holds.
 *
 * @see org.convbook.cnn.backend.LossScaling
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. 2018, Mixed precision training, section 3.2</a>
 */
public final class LossScale {
    private static final int VALUES = 4;

    private float first = 65536;
    private int every = 2000;
    private Tensor state;

    LossScale() {}

    /** Starts anew from another factor, 65536 unless said. It must be positive; else an {@link IllegalArgumentException}. */
    public LossScale first(double factor) {
        if (!(factor > 0 && factor < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("LossScale: the factor must be positive and finite, got " + factor);
        }
        first = (float) factor;
        return restarted();
    }

    /** Starts anew, and is doubled after each so many good steps, 2000 unless said; at least 1, else an {@link IllegalArgumentException}. */
    public LossScale every(int steps) {
        if (steps < 1) throw new IllegalArgumentException("LossScale: it is doubled every 1 step or more, got " + steps);
        every = steps;
        return restarted();
    }

    private LossScale restarted() {
        if (state != null) state.set(start());
        return this;
    }

    private float[] start() {
        return new float[] {first, 0, 0, every};
    }

    /** The factor at present, 1 where there is none. */
    public double factor() {
        return state == null ? 1 : state.toArray()[0];
    }

    /** Makes the state if there is none on this backend, and lets it count. */
    void prepare(Backend backend) {
        if (tensor(backend) != null) backend.lossScaling(state.buffer());
    }

    /** The state, or null on a backend that scales nothing. */
    Tensor tensor(Backend backend) {
        if (backend.lossScaling() == null) {
            state = null;
        } else if (state == null) {
            state = backend.unscoped(() -> Tensor.of(backend, start(), VALUES));
        } else {
            state.moveTo(backend);
        }
        return state;
    }
}
