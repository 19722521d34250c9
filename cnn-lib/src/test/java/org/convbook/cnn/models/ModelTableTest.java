package org.convbook.cnn.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in the package's Javadoc is that of the networks. */
class ModelTableTest {
    private static final Path TABLE = Path.of("src", "main", "java", "org", "convbook", "cnn", "models", "package-info.java");

    @Test
    void theTableOfThePackageIsTrue() throws IOException {
        List<String> expected = new ArrayList<>(List.of(line("new", "input", "parameters", "multiply-adds", "paper")));
        Networks.all().forEach((name, e) -> {
            Full net = Networks.of(name);
            String input = Arrays.stream(e.input()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
            long multiplyAdds = e.full() == e.thin() ? net.table().row(net.table().rowCount() - 1).getLong("multiply-adds") : net.multiplyAdds();
            expected.add(line(name, input, number(net.parameters()), number(multiplyAdds), e.paper().replace("&", "&amp;")));
        });
        String text = Files.readString(TABLE);
        String table = text.substring(text.indexOf("<pre>\n") + 6, text.indexOf(" * </pre>"));
        assertEquals(String.join("", expected), table);
    }

    private static String line(String name, String input, String parameters, String multiplyAdds, String paper) {
        return String.format(Locale.ROOT, " * %-36s %-9s %12s %16s   %s", name, input, parameters, multiplyAdds, paper) + "\n";
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
