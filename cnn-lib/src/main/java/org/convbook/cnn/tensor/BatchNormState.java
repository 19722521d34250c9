package org.convbook.cnn.tensor;

import org.convbook.cnn.backend.Backend;

/**
 * What a batch normalisation works with; all tensors are [C].
 *
 * @param weight the scale of each channel, the paper's γ
 * @param bias the shift of each channel, the paper's β
 * @param runningMean the mean over past batches, changed in place by training
 * @param runningVar the variance over past batches, changed in place by training
 * @param momentum the weight of a new batch in those two
 * @param epsilon what is added to a variance
 */
public record BatchNormState(Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVar, double momentum, double epsilon) {
    /** On the backend of an input; running statistics that lie elsewhere could not be changed in place. */
    Backend.BatchNorm beside(Tensor x) {
        Tensor gamma = weight.beside(x, "batchNorm");
        Tensor beta = bias.beside(x, "batchNorm");
        for (Tensor running : new Tensor[] {runningMean, runningVar}) {
            if (running.backend() == x.backend()) continue;
            throw new IllegalArgumentException("batchNorm: running statistics are on " + running.backend().name() + ", the input on "
                + x.backend().name() + "; move the model with net.to(backend)");
        }
        return new Backend.BatchNorm(gamma.buffer(), beta.buffer(), runningMean.buffer(), runningVar.buffer(), momentum, epsilon);
    }
}
