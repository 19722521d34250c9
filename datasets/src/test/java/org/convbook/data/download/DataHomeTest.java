package org.convbook.data.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataHomeTest {
    private final Path home = Path.of("/home/ada").toAbsolutePath();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("os.name", "Linux", "user.home", home.toString()));

    private DataHome found() {
        return DataHome.of(variables::get, properties::get);
    }

    @Test void theCacheIsWhereTheSystemKeepsCaches() {
        assertEquals(home.resolve(".cache/convbook"), found().cache());
        properties.put("os.name", "Mac OS X");
        assertEquals(home.resolve("Library/Caches/convbook"), found().cache());
        properties.put("os.name", "Windows 11");
        assertEquals(home.resolve("AppData/Local/convbook/cache"), found().cache());
        variables.put("LOCALAPPDATA", home.resolve("local").toString());
        assertEquals(home.resolve("local/convbook/cache"), found().cache());
    }

    @Test void xdgCacheHomeCountsIfItIsAbsolute() {
        variables.put("XDG_CACHE_HOME", "relative");
        assertEquals(home.resolve(".cache/convbook"), found().cache());
        variables.put("XDG_CACHE_HOME", home.resolve("xdg").toString());
        assertEquals(home.resolve("xdg/convbook"), found().cache());
    }

    @Test void aPropertyComesBeforeAVariable() {
        variables.put("CONVBOOK_CACHE", "a");
        variables.put("CONVBOOK_DATA", "b");
        assertEquals(Path.of("a"), found().cache());
        assertEquals(Optional.of(Path.of("b")), found().own());
        properties.put("convbook.cache", "c");
        properties.put("convbook.data", "d");
        assertEquals(Path.of("c"), found().cache());
        assertEquals(Optional.of(Path.of("d")), found().own());
    }

    @Test void blankCountsAsUnset() {
        variables.put("CONVBOOK_DATA", " ");
        assertEquals(Optional.empty(), found().own());
    }

    @Test void offlineIsAnythingButZeroOrFalse() {
        assertFalse(found().offline());
        variables.put("CONVBOOK_OFFLINE", "0");
        assertFalse(found().offline());
        variables.put("CONVBOOK_OFFLINE", "1");
        assertTrue(found().offline());
        properties.put("convbook.offline", "false");
        assertFalse(found().offline());
    }
}
