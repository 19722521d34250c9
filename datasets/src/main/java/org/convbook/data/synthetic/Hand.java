package org.convbook.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.convbook.data.SplitMix;

/** One writing of one digit: an uncertain hand that follows a skeleton. */
final class Hand {
    private static final double UNSTEADY = 0.03;       // how far it misses each point, in heights
    private static final double SLANT = 0.65;          // at most, sideways per height
    private static final double TURN = 0.45;           // at most, in radians
    private static final double LEAN = 0.75;           // slant and turn together, at most
    private static final double STRETCH = 0.22;        // of the width, as the deviation of its logarithm
    private static final double BEND = 0.055;          // the slow warp of the whole sheet, in heights
    private static final double RADIUS = 1.15;         // of the pen, in pixels
    private static final double RADIUS_SPREAD = 0.28;
    private static final double GAP_CHANCE = 0.12;     // of a stroke broken at one place

    private final SplitMix rng;
    private final List<double[]> lines = new ArrayList<>();

    private Hand(SplitMix rng) {
        this.rng = rng;
    }

    /** The strokes of a digit as x0 y0 x1 y1 ..., the larger side of their box being 1 long, from (0, 0) on. */
    static List<double[]> strokes(int digit, SplitMix rng) {
        List<Skeletons.Skeleton> manners = Skeletons.of(digit);
        Hand hand = new Hand(rng);
        hand.follow(manners.get(rng.nextInt(manners.size())));
        hand.warp();
        hand.fitUnitBox();
        return hand.lines;
    }

    private void follow(Skeletons.Skeleton skeleton) {
        double width = skeleton.width() * StrictMath.exp(STRETCH * rng.nextGaussian());
        for (Skeletons.Stroke stroke : skeleton.strokes()) {
            double[] points = stroke.points().clone();
            double missX = rng.nextGaussian();
            double missY = rng.nextGaussian();
            for (int k = 0; k < points.length; k += 2) {
                points[k] = points[k] * width + UNSTEADY * missX;
                points[k + 1] += UNSTEADY * missY;
                missX = 0.6 * missX + 0.8 * rng.nextGaussian();                // a miss lasts a while: the path stays smooth
                missY = 0.6 * missY + 0.8 * rng.nextGaussian();
            }
            lines.add(Spline.polyline(new Skeletons.Stroke(points, stroke.corner(), stroke.closed())));
        }
    }

    /** Slant, turn, and two slow waves that bend the whole sheet. */
    private void warp() {
        double turn = rng.nextDouble(-TURN, TURN);
        double slant = 0.08 + rng.nextDouble(-SLANT, SLANT);
        slant = Math.min(LEAN - turn, Math.max(-LEAN - turn, slant));           // both lean the digit: together no further than people do
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double[] bend = new double[8];
        for (int k = 0; k < 4; k++) {
            bend[k] = BEND * rng.nextGaussian();
            bend[4 + k] = 2 * StrictMath.PI * rng.nextDouble();
        }
        for (double[] line : lines) {
            for (int k = 0; k < line.length; k += 2) {
                double y = line[k + 1] - 0.5;
                double x = line[k] - slant * y;
                double wx = x + bend[0] * StrictMath.sin(5 * y + bend[4]) + bend[1] * StrictMath.sin(4 * x + bend[5]);
                double wy = y + bend[2] * StrictMath.sin(5 * x + bend[6]) + bend[3] * StrictMath.sin(4 * y + bend[7]);
                line[k] = cos * wx - sin * wy;
                line[k + 1] = sin * wx + cos * wy;
            }
        }
    }

    private void fitUnitBox() {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (double[] line : lines) {
            for (int k = 0; k < line.length; k++) {
                low[k % 2] = Math.min(low[k % 2], line[k]);
                high[k % 2] = Math.max(high[k % 2], line[k]);
            }
        }
        double side = Math.max(high[0] - low[0], high[1] - low[1]);
        for (double[] line : lines) {
            for (int k = 0; k < line.length; k++) line[k] = (line[k] - low[k % 2]) / side;
        }
    }

    /** Draws the strokes into a box of {@code box} pixels whose corner is at (corner, corner), ink included. */
    static void draw(List<double[]> strokes, Pen pen, double corner, double box, SplitMix rng) {
        double radius = Math.min(2.1, Math.max(0.65, RADIUS * StrictMath.exp(RADIUS_SPREAD * rng.nextGaussian())));
        double scale = box - 2 * radius;
        for (double[] line : strokes) {
            int pieces = line.length / 2 - 1;
            int gap = rng.nextDouble() < GAP_CHANCE ? rng.nextInt(pieces) : -1;
            double swell = 0.25 * rng.nextDouble();                            // pressure grows and fades along the stroke
            double phase = 2 * StrictMath.PI * rng.nextDouble();
            double r0 = radius * (1 + swell * StrictMath.sin(phase));
            for (int k = 0; k < pieces; k++) {
                double r1 = radius * (1 + swell * StrictMath.sin(phase + 4.0 * (k + 1) / pieces));
                double off = corner + radius;
                if (k != gap && k != gap + 1 || gap < 0) {
                    pen.line(off + scale * line[2 * k], off + scale * line[2 * k + 1], r0,
                        off + scale * line[2 * k + 2], off + scale * line[2 * k + 3], r1);
                }
                r0 = r1;
            }
        }
    }
}
