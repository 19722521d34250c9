// The two formats of 16 bits by their definition, independent of what the kernels do: what a GPU's own conversions give, to the bit.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

inline uint32_t bitsOf(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

inline float floatOf(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// Half precision: 1 bit for the sign, 5 for the exponent, 10 for the digits; rounded to the nearest, of two equally near ones to the even one.
inline uint16_t halfOf(float x) {
    uint16_t sign = (uint16_t) (bitsOf(x) >> 16 & 0x8000);
    if (x != x) return 0x7FFF;
    double size = std::fabs((double) x);
    if (size >= 65520) return (uint16_t) (sign | 0x7C00);                  // nearer to 65536, which there is not
    int exponent = size < std::ldexp(1.0, -14) ? -14 : std::ilogb(size);
    long digits = (long) std::nearbyint(std::ldexp(size, 10 - exponent));  // of which 1024 is the implied one
    if (digits < 1024) return (uint16_t) (sign | digits);
    return (uint16_t) (sign | ((exponent + 14) * 1024 + digits));          // digits may have become 2048: the next exponent
}

inline float ofHalf(uint16_t h) {
    int exponent = h >> 10 & 31, digits = h & 1023;
    float size = exponent == 31 ? (digits ? NAN : INFINITY) : exponent == 0 ? std::ldexp((float) digits, -24) : std::ldexp((float) (1024 + digits), exponent - 25);
    return h & 0x8000 ? -size : size;
}

// The upper half of a float32, rounded likewise.
inline uint16_t bfloatOf(float x) {
    if (x != x) return 0x7FFF;
    if (std::isinf(x)) return (uint16_t) (bitsOf(x) >> 16);
    float below = floatOf(bitsOf(x) & 0xFFFF0000), above = floatOf((bitsOf(x) & 0xFFFF0000) + 0x10000);
    double down = std::fabs((double) x - below), up = std::fabs((std::isinf(above) ? std::copysign(std::ldexp(1.0, 128), x) : (double) above) - x);
    bool even = (bitsOf(below) >> 16) % 2 == 0;
    return (uint16_t) (bitsOf(down < up || (down == up && even) ? below : above) >> 16);
}

inline float ofBfloat(uint16_t b) {
    return floatOf((uint32_t) b << 16);
}

// By the numbers that the libraries give the types: cuDNN's 0, 2, 9 and cuBLAS' 0, 2, 14.
inline float load(const void* at, size_t i, int type) {
    return type == 0 ? ((const float*) at)[i] : type == 2 ? ofHalf(((const uint16_t*) at)[i]) : ofBfloat(((const uint16_t*) at)[i]);
}

inline void store(void* at, size_t i, int type, float value) {
    if (type == 0) ((float*) at)[i] = value;
    else ((uint16_t*) at)[i] = type == 2 ? halfOf(value) : bfloatOf(value);
}
