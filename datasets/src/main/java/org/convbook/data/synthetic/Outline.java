package org.convbook.data.synthetic;

/** Shapes within the circle of radius 1, u to the right, v downwards. */
enum Outline {
    DISC {
        @Override boolean contains(double u, double v) {
            return u * u + v * v < 0.8;
        }
    },
    RING {
        @Override boolean contains(double u, double v) {
            double r = u * u + v * v;
            return r < 0.9 && r > 0.3;
        }
    },
    CRESCENT {
        @Override boolean contains(double u, double v) {
            return u * u + v * v < 0.9 && (u - 0.45) * (u - 0.45) + v * v > 0.6;
        }
    },
    HEART {
        @Override boolean contains(double u, double v) {
            double x = 1.25 * u;
            double y = 0.2 - 1.25 * v;
            double a = x * x + y * y - 1;
            return a * a * a < x * x * y * y * y;                              // the well-known sextic curve
        }
    },
    SQUARE {
        @Override boolean contains(double u, double v) {
            return Math.max(Math.abs(u), Math.abs(v)) < 0.72;
        }
    },
    FRAME {
        @Override boolean contains(double u, double v) {
            double r = Math.max(Math.abs(u), Math.abs(v));
            return r < 0.78 && r > 0.42;
        }
    },
    TRIANGLE {
        @Override boolean contains(double u, double v) {
            return v < 0.6 && Math.abs(u) < (v + 0.95) * 0.6;
        }
    },
    STAR {
        @Override boolean contains(double u, double v) {
            double angle = StrictMath.atan2(Math.abs(u), -v);                  // from the top, either way
            double within = Math.abs(angle - FIFTH * Math.rint(angle / FIFTH));      // from the nearest tip
            double r = Math.sqrt(u * u + v * v);
            double x = r * StrictMath.sin(within);
            double y = r * StrictMath.cos(within);
            return (y - 1) * NOTCH_X < x * (NOTCH_Y - 1);                      // below the edge from the tip (0, 1) to the notch
        }
    },
    CROSS {
        @Override boolean contains(double u, double v) {
            return Math.max(Math.abs(u), Math.abs(v)) < 0.9 && Math.min(Math.abs(u), Math.abs(v)) < 0.28;
        }
    },
    ARROW {
        @Override boolean contains(double u, double v) {
            boolean head = v > -0.95 && v < 0 && Math.abs(u) < (v + 0.95) * 0.85;
            return head || v >= 0 && v < 0.9 && Math.abs(u) < 0.3;
        }
    };

    private static final double FIFTH = 2 * Math.PI / 5;
    private static final double NOTCH_X = 0.42 * StrictMath.sin(FIFTH / 2);
    private static final double NOTCH_Y = 0.42 * StrictMath.cos(FIFTH / 2);

    /** Whether a place within the circle belongs to the shape. */
    abstract boolean contains(double u, double v);
}
