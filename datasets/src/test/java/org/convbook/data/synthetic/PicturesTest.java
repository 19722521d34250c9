package org.convbook.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convbook.data.ByteImages;
import org.convbook.data.ByteMasks;
import org.convbook.data.TestImages;
import org.convbook.data.TestMasks;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PicturesTest {
    @Test void aLongerSetOfShapesBeginsWithTheShorterOne() {
        ByteImages few = Shapes.dataset(7, 5);
        ByteImages more = Shapes.dataset(30, 5);
        assertEquals("shapes: 30 images of 3x32x32, 10 classes (shapes: generated pictures)", more.toString());
        for (int i = 0; i < 7; i++) {
            assertArrayEquals(TestImages.values(more, i), TestImages.values(few, i));
            assertEquals(more.label(i), few.label(i));
        }
        assertFalse(Shapes.dataset(7, 6).sameImages(few));
        assertTrue(more.standIn());
    }

    @Test void everyNamingIsBalancedAndNamesItsClasses() {
        for (Shapes.Naming naming : Shapes.Naming.values()) {
            ByteImages data = Shapes.dataset(200, 1, naming, "s", "a test");
            int classes = data.classes().size();
            assertEquals(classes, data.classes().stream().distinct().count());
            for (int k = 0; k < classes; k++) {
                int label = k;
                assertEquals(200 / classes, IntStream.of(data.labels()).filter(l -> l == label).count());
            }
        }
        assertEquals("dotted star", Shapes.Naming.DETAILED.classes().get(76));
        assertEquals("star, patterned", Shapes.Naming.GROUPS.classes().get(76 / 5));
    }

    @Test void cellsHaveMasksThatCoverAPartOfThePicture() {
        ByteMasks cells = Cells.dataset(6, 96, 2);
        assertEquals("cells: 6 images of 1x96x96, 2 classes, one for each pixel (cells: generated pictures)", cells.toString());
        int[] masks = TestMasks.masks(cells);
        double covered = Arrays.stream(masks).average().orElseThrow();
        assertTrue(covered > 0.1 && covered < 0.6, covered + " of the pixels are cells");
        ByteMasks again = Cells.dataset(3, 96, 2);
        for (int i = 0; i < 3; i++) assertArrayEquals(TestImages.values(cells, i), TestImages.values(again, i));
        assertArrayEquals(Arrays.copyOf(masks, 3 * 96 * 96), TestMasks.masks(again));
    }

    /** No threshold on the grey value can do what a network must learn: the best one errs on more than a tenth of the pixels. */
    @Test void cellsCannotBeFoundByAThreshold() {
        ByteMasks cells = Cells.dataset(6, 96, 2);
        int[] masks = TestMasks.masks(cells);
        float[] all = new float[masks.length];
        for (int i = 0; i < 6; i++) cells.image(i, all, i * 96 * 96);
        double best = 1;
        for (int level = 0; level <= 255; level++) {
            double t = level / 255.0;
            double wrong = IntStream.range(0, all.length).filter(p -> (all[p] > t) != (masks[p] == 1)).count();
            best = Math.min(best, wrong / all.length);
        }
        assertTrue(best > 0.1, "the best threshold errs on " + best);
    }

    @Test void badSizesAreRefusedInWords() {
        assertEquals("Shapes: expected 1 to 699050 images, got 0",
            assertThrows(IllegalArgumentException.class, () -> Shapes.dataset(0, 1)).getMessage());
        assertEquals("Cells: side must be 32 to 1024 pixels, got 31",
            assertThrows(IllegalArgumentException.class, () -> Cells.dataset(1, 31, 1)).getMessage());
        assertEquals("Cells: expected 1 to 2047 images, got 2048",
            assertThrows(IllegalArgumentException.class, () -> Cells.dataset(2048, 1024, 1)).getMessage());
        assertEquals("Houses: expected 1 to 1000000 rows, got 0",
            assertThrows(IllegalArgumentException.class, () -> Houses.table(0, 1)).getMessage());
    }

    /** Least squares on 20000 houses finds the coefficients of the documented rule, within four standard errors or so. */
    @Test void pricesFollowTheDocumentedRule() {
        Table houses = Houses.table(20_000, 4);
        List<String> columns = List.of("area", "rooms", "age", "distance");
        double[][] a = new double[6][7];
        for (int i = 0; i < houses.rowCount(); i++) {
            double price = houses.doubleColumn("price").getDouble(i);
            if (price < 60) continue;                                          // far from the floor of 20 that bends the rule
            double[] x = new double[7];
            x[0] = 1;
            for (int k = 0; k < 4; k++) x[k + 1] = houses.numberColumn(columns.get(k)).getDouble(i);
            x[5] = houses.booleanColumn("garden").get(i) ? 1 : 0;
            x[6] = price;
            for (int r = 0; r < 6; r++) for (int c = 0; c < 7; c++) a[r][c] += x[r] * x[c];
        }
        double[] found = solved(a);
        double[] rule = {60, 2.1, 6, -0.7, -5.5, 22};
        double[] within = {6, 0.06, 1, 0.05, 0.3, 2};
        for (int k = 0; k < 6; k++) assertEquals(rule[k], found[k], within[k], "coefficient " + k);
        assertEquals(houses.first(50).toString(), Houses.table(50, 4).toString());
    }

    private static double[] solved(double[][] a) {
        int n = a.length;
        for (int k = 0; k < n; k++) {
            for (int r = 0; r < n; r++) {
                if (r == k) continue;
                double f = a[r][k] / a[k][k];
                for (int c = k; c <= n; c++) a[r][c] -= f * a[k][c];
            }
        }
        return IntStream.range(0, n).mapToDouble(k -> a[k][n] / a[k][k]).toArray();
    }
}
