/**
 * The backend on an NVIDIA GPU: our own kernels (their sources are in {@code src/main/cuda}), convolutions by cuDNN, matrix products by cuBLAS. May
 * import {@code cnn.backend}, {@code cnn.backend.memory} and JCuda. Read {@code CudaBackend} first, then {@code CudaCore} for memory and recordings.
 */
package org.convbook.cnn.backend.cuda;
