package org.convbook.data.synthetic;

/** How two colours share the inside of a shape: five plain or striped ones, then five patterned ones. */
enum Filling {
    PLAIN {
        @Override double share(double u, double v, double pitch) {
            return 0;
        }
    },
    FADING {
        @Override double share(double u, double v, double pitch) {
            return Math.min(1, Math.max(0, 0.5 + 0.6 * v));
        }
    },
    BANDED {
        @Override double share(double u, double v, double pitch) {
            return odd(v / pitch);
        }
    },
    STRIPED {
        @Override double share(double u, double v, double pitch) {
            return odd(u / pitch);
        }
    },
    SLANTED {
        @Override double share(double u, double v, double pitch) {
            return odd((u + v) / (1.4 * pitch));
        }
    },
    CHECKED {
        @Override double share(double u, double v, double pitch) {
            return odd(Math.floor(u / pitch) + Math.floor(v / pitch));
        }
    },
    DOTTED {
        @Override double share(double u, double v, double pitch) {
            double x = u / pitch - Math.rint(u / pitch);
            double y = v / pitch - Math.rint(v / pitch);
            return x * x + y * y < 0.09 ? 1 : 0;
        }
    },
    RINGED {
        @Override double share(double u, double v, double pitch) {
            return odd(Math.sqrt(u * u + v * v) / (0.7 * pitch));
        }
    },
    WAVY {
        @Override double share(double u, double v, double pitch) {
            return odd(v / pitch + 0.5 * StrictMath.sin(3 * u / pitch));
        }
    },
    SPLIT {
        @Override double share(double u, double v, double pitch) {
            return u * v > 0 ? 1 : 0;
        }
    };

    private static double odd(double t) {
        return Math.floorMod((long) Math.floor(t), 2L);
    }

    /** The share of the second colour, 0 to 1, at a place of the unit circle; pitch is the width of a stripe. */
    abstract double share(double u, double v, double pitch);
}
