package org.convbook.browser;

import java.util.List;
import java.util.Map;

/** What JupyterLab itself complains of in the browser's console, each with the reason why it says nothing about us. */
final class Noise {
    private static final Map<String, String> KNOWN = Map.of(
        "/lsp/status", "Debian's Lab asks for a language server that it does not have",
        "Cannot read properties of undefined (reading 'type')", "Debian's Lab, at start, before any notebook",
        "Cannot read properties of undefined (reading 'react')", "Debian's Lab, at start, before any notebook",
        "No active debugger session", "Lab asks its debugger for modules after each cell, also where the kernel has no debugger",
        "/api/workspaces/", "a new workspace is asked for before it is first saved",
        "favicon", "the server has no icon for a page that is not there",
        "Failed to load resource: net::ERR_INTERNET_DISCONNECTED", "no network");

    private Noise() {}

    static List<String> without(List<String> said) {
        return said.stream().filter(line -> KNOWN.keySet().stream().noneMatch(line::contains)).toList();
    }
}
