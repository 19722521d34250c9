package org.convbook.cnn.nn;

import static org.convbook.cnn.Expect.error;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.convbook.cnn.models.LeNet5;
import org.convbook.cnn.tensor.Tensor;
import org.convbook.cnn.tensor.Window;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class SummaryTest {
    private final Random rng = new Random(7);

    private static String line(Table table, int row) {
        Row r = table.row(row);
        return table.columnNames().stream().map(name -> String.valueOf(r.getObject(name))).collect(Collectors.joining(" | "));
    }

    /** LeCun et al. 1998: 28x28x6, 14x14x6, 10x10x16, 5x5x16, 120, 84, 10; 61,706 parameters with dense second maps. */
    @Test
    void leNet5AsInThePaper() {
        Table t = new LeNet5(10, rng).summary(1, 28, 28);
        assertEquals("LeNet5 for [1, 28, 28]", t.name());
        assertEquals("path | layer | output | parameters | multiply-adds | activation bytes | field | jump | centre | unseen",
            String.join(" | ", t.columnNames()));
        assertEquals("0 | Conv2d(1 -> 6, kernel 5x5, stride 1, padding 2) | [6, 28, 28] | 156 | 117600 | 18816 | 5 | 1 | 0 | ", line(t, 0));
        assertEquals("1 | Tanh | [6, 28, 28] | 0 | 0 | 18816 | 5 | 1 | 0 | ", line(t, 1));
        assertEquals("2 | AvgPool2d(kernel 2x2, stride 2, padding 0) | [6, 14, 14] | 0 | 0 | 4704 | 6 | 2 | 0.5 | ", line(t, 2));
        assertEquals("3 | Conv2d(6 -> 16, kernel 5x5, stride 1, padding 0) | [16, 10, 10] | 2416 | 240000 | 6400 | 14 | 2 | 4.5 | ", line(t, 3));
        assertEquals("5 | AvgPool2d(kernel 2x2, stride 2, padding 0) | [16, 5, 5] | 0 | 0 | 1600 | 16 | 4 | 5.5 | ", line(t, 5));
        assertEquals("7 | Linear(400 -> 120) | [120] | 48120 | 48000 | 480 |  |  |  | ", line(t, 7));
        assertEquals("11 | Linear(84 -> 10) | [10] | 850 | 840 | 40 |  |  |  | ", line(t, 11));
        assertEquals("total |  |  | 61706 | 416520 | 60008 |  |  |  | ", line(t, 12));
        assertEquals(13, t.rowCount());
    }

    /** AlexNet's conv5 sees 163 pixels with jump 16 around 17, its last pooling 195 with 32 around 33. */
    @Test
    void receptiveFieldsOfAlexNet() {
        Layer net = new Sequential(
            new Conv2d(1, 1, Window.of(11).stride(4), rng), new MaxPool2d(Window.of(3).stride(2)),
            new Conv2d(1, 1, Window.of(5).padding(2), rng), new MaxPool2d(Window.of(3).stride(2)),
            new Conv2d(1, 1, Window.of(3).padding(1), rng), new Conv2d(1, 1, Window.of(3).padding(1), rng),
            new Conv2d(1, 1, Window.of(3).padding(1), rng), new Relu(), new MaxPool2d(Window.of(3).stride(2)));
        Table t = net.summary(1, 227, 227);
        assertEquals("163 16 17", t.row(6).getString("field") + " " + t.row(6).getString("jump") + " " + t.row(6).getString("centre"));
        assertEquals("195 32 33", t.row(8).getString("field") + " " + t.row(8).getString("jump") + " " + t.row(8).getString("centre"));
        assertEquals("[1, 6, 6]", t.row(8).getString("output"));
    }

    /** VGG-16 (arXiv:1409.1556), configuration D: by the recursion, conv5_3 sees 196 pixels, pool5 212. */
    @Test
    void receptiveFieldsOfVgg16() {
        List<Layer> layers = new ArrayList<>();
        for (int count : new int[] {2, 2, 3, 3, 3}) {
            for (int i = 0; i < count; i++) layers.add(new Conv2d(1, 1, Window.of(3).padding(1), rng));
            layers.add(new MaxPool2d(2));
        }
        Table t = new Sequential(layers.toArray(Layer[]::new)).summary(1, 224, 224);
        assertEquals("196", t.row(16).getString("field"));
        assertEquals("212 32", t.row(17).getString("field") + " " + t.row(17).getString("jump"));
        assertEquals("[1, 7, 7]", t.row(17).getString("output"));
    }

    private String field(Layer net, int row, int... input) {
        Row r = net.summary(input).row(row);
        return r.getString("field") + " | " + r.getString("jump") + " | " + r.getString("centre");
    }

    /** By hand with r += (e - 1)j, c += ((e - 1)/2 - p)j, j *= s along each direction. */
    @Test
    void receptiveFieldsOfUnevenAndDilatedWindows() {
        assertEquals("1x7 | 1 | 0", field(new Conv2d(1, 1, Window.of(1, 7).padding(0, 3), rng), 0, 1, 9, 9));
        assertEquals("3 | 2x1 | 1x0", field(new Conv2d(1, 1, Window.of(3).stride(2, 1).padding(0, 1), rng), 0, 1, 9, 9));
        assertEquals("5 | 1 | 0", field(new Conv2d(1, 1, Window.of(3).dilation(2).padding(2), rng), 0, 1, 9, 9));
        assertEquals("4 | 1 | 0.5", field(new Conv2d(1, 1, Window.of(4).same(), rng), 0, 1, 9, 9));      // one more to the right
        Layer context = new Sequential(new Conv2d(1, 1, Window.of(3).padding(1), rng), new Conv2d(1, 1, Window.of(3).dilation(2).padding(2), rng),
            new Conv2d(1, 1, Window.of(3).dilation(4).padding(4), rng));
        assertEquals("15 | 1 | 0", field(context, 2, 1, 20, 20), "3, then 7, then 15: Yu & Koltun 2016, arXiv:1511.07122");
        Layer factored = new Sequential(new Conv2d(1, 1, Window.of(7, 1).padding(3, 0), rng), new Conv2d(1, 1, Window.of(1, 7).padding(0, 3), rng));
        assertEquals("7 | 1 | 0", field(factored, 1, 1, 9, 9));
    }

    @Test
    void receptiveFieldsInOneAndThreeDirections() {
        Layer row = new Sequential(new Conv1d(1, 1, Window.of(5).stride(2), rng), new Conv1d(1, 1, Window.of(3), rng));
        assertEquals("9 | 2 | 4", field(row, 1, 1, 20));                                                 // 5 + 2*2; 2 + 1*2
        assertEquals("1 step", new Conv1d(1, 1, Window.of(2).stride(2), rng).summary(1, 7).row(0).getString("unseen"));
        Layer film = new Conv3d(1, 1, Window.of(2, 3, 3).stride(2, 1, 1).padding(0, 1, 1), rng);
        assertEquals("2x3x3 | 2x1x1 | 0.5x0x0", field(film, 0, 1, 5, 6, 6));
        assertEquals("1 plane", film.summary(1, 5, 6, 6).row(0).getString("unseen"));
    }

    /** Back through a stride: neighbours stand j/s apart, and one sees floor((e - 1)/s) + 1 units at most. */
    @Test
    void receptiveFieldsOfTransposedConvolutions() {
        assertEquals("1 | 0.5 | -0.25", field(new ConvTranspose2d(1, 1, Window.of(2).stride(2), rng), 0, 1, 4, 4));   // two halves of a pixel
        assertEquals("2 | 0.5 | -0.25", field(ConvTranspose2d.bilinear(1, 2), 0, 1, 4, 4));
        assertEquals("3 | 1 | 0", field(new ConvTranspose2d(1, 1, Window.of(3).padding(1), rng), 0, 1, 4, 4));
        Layer down = new Conv2d(1, 1, Window.of(2).stride(2), rng);
        Layer net = new Sequential(down, new ConvTranspose2d(1, 1, Window.of(2).stride(2), rng));
        assertEquals("2 | 1 | 0", field(net, 1, 1, 8, 8), "down and up again: the units stand where they stood");
        assertEquals("", net.summary(1, 8, 8).row(1).getString("unseen"));
        assertEquals(4 * 4 * 4, net.summary(1, 8, 8).row(1).getLong("multiply-adds"));
    }

    @Test
    void whatALayerNeverSeesIsMarked() {
        Layer net = new Sequential(new Conv2d(1, 1, Window.of(2).stride(2), rng), new MaxPool2d(Window.of(1).stride(2)), new Identity());
        Table t = net.summary(1, 7, 6);
        assertEquals("1 row", t.row(0).getString("unseen"));                // 7 = 3 windows of 2 and a remainder
        assertEquals("1 row, 1 column", t.row(1).getString("unseen"));      // the gaps between windows of 1
        assertEquals("", t.row(2).getString("unseen"));
        assertEquals(0, t.row(2).getLong("activation bytes"), "what is handed on takes no memory");
        assertEquals("2 columns", new Conv2d(1, 1, Window.of(3, 1).stride(3), rng).summary(1, 3, 3).row(0).getString("unseen"));
        assertEquals("", new AvgPool2d(Window.of(3).stride(2).padding(1)).summary(1, 8, 9).row(0).getString("unseen"),
            "what is left over is padding");
        assertEquals("3x1", new Conv2d(1, 1, Window.of(3, 1), rng).summary(1, 3, 3).row(0).getString("field"), "rows and columns where they differ");
        assertEquals("1x0", new Conv2d(1, 1, Window.of(3, 1), rng).summary(1, 3, 3).row(0).getString("centre"));
    }

    /** y = relu(F(x) + x), as in a residual network. */
    private static final class Block extends Layer {
        private final Layer body;

        Block(Random rng) {
            body = child("body", new Sequential(new Conv2d(1, 1, Window.of(3).padding(1), rng), new Conv2d(1, 1, Window.of(3).padding(1), rng)));
        }

        @Override
        protected Tensor forward(Tensor x, Pass pass) {
            return body.apply(x, pass).add(x).relu();
        }
    }

    @Test
    void ofTwoBranchesTheLargerFieldCounts() {
        Table t = new Sequential(new Block(rng), new Block(rng)).summary(1, 9, 9);
        assertEquals("0.body.0 0.body.1 1.body.0 1.body.1 total", String.join(" ", t.stringColumn("path").asList()));
        assertEquals("3 5 7 9 ", String.join(" ", t.stringColumn("field").asList()));
    }

    @Test
    void sharedParametersCountOnce() {
        Linear shared = new Linear(3, 3, rng);
        Table t = new Sequential(shared, shared).summary(3);
        assertEquals(12, t.row(2).getLong("parameters"));
        assertEquals(18, t.row(2).getLong("multiply-adds"), "but it computes twice");
    }

    @Test
    void aWrongInputIsAnsweredAsInAPass() {
        error(LayerTest.shapeError(), """
            0: Conv2d(1 -> 6, kernel 5x5, stride 1, padding 2): input has 3 channels, expected 1
              input   [1, 3, 28, 28]   NCHW
              weight  [6, 1, 5, 5]""", () -> new LeNet5(10, rng).summary(3, 28, 28));
    }
}
