package org.convbook.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static float[] at(Points points, int i) {
        float[] xy = new float[2];
        points.image(i, xy, 0);
        return xy;
    }

    @Test
    void theSameSeedGivesTheSamePoints() {
        assertArrayEquals(at(Points.moons(50, 3), 17), at(Points.moons(50, 3), 17));
        assertTrue(at(Points.moons(50, 3), 17)[0] != at(Points.moons(50, 4), 17)[0]);
    }

    @Test
    void everyClassHasAsManyPointsAndAllLieNearTheMiddle() {
        for (Points points : List.of(Points.clouds(300, 1), Points.xor(300, 1), Points.rings(300, 1), Points.moons(300, 1),
            Points.spirals(300, 3, 1))) {
            int[] counts = new int[points.classes().size()];
            for (int label : points.labels()) counts[label]++;
            for (int count : counts) assertEquals(300 / counts.length, count, points.toString());
            for (int i = 0; i < 300; i++) assertTrue(Math.abs(at(points, i)[0]) < 1.8 && Math.abs(at(points, i)[1]) < 1.8, points + " at " + i);
        }
    }

    @Test
    void mostOfXorLiesInItsQuadrants() {
        Points points = Points.xor(400, 5);
        int right = 0;
        for (int i = 0; i < 400; i++) if ((at(points, i)[0] * at(points, i)[1] < 0) == (points.label(i) == 1)) right++;
        assertTrue(right > 390, right + " of 400");
    }

    @Test
    void anEmptySetAndOneClassAreRefused() {
        assertEquals("points: at least 1 is needed, got 0", assertThrows(IllegalArgumentException.class, () -> Points.xor(0, 1)).getMessage());
        assertEquals("points: at least 2 classes are needed, got 1",
            assertThrows(IllegalArgumentException.class, () -> Points.spirals(9, 1, 1)).getMessage());
        assertEquals("two moons: 9 points in 2 classes", Points.moons(9, 1).toString());
    }
}
