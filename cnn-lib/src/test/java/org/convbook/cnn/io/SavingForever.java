package org.convbook.cnn.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.convbook.cnn.nn.Layer;
import org.convbook.cnn.nn.Linear;

/** A program that saves a network of ones, then of twos, and so on until it is killed. */
final class SavingForever {
    private SavingForever() {}

    static Layer net() {
        return new Linear(300, 200, new Random(1));
    }

    public static void main(String[] args) {
        Layer net = net();
        for (int round = 1; ; round++) {
            float value = round;
            net.parameters().values().forEach(p -> {
                float[] values = new float[p.shape().count()];
                Arrays.fill(values, value);
                p.set(values);
            });
            Checkpoint.save(net, Path.of(args[0]));
            if (round == 1) {
                System.out.print('s');
                System.out.flush();
            }
        }
    }
}
