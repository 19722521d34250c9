/**
 * What a student sees: notebooks opened in JupyterLab 4 by a headless Chromium, run, moved, stopped, reloaded and looked at. Each test gets a
 * {@code Lab}, opens notebooks of a few cells written in the test, and fails by itself when the page reports an error that is not in
 * {@code Noise}. Pictures lie in {@code target/browser-pictures}. Read {@code WidgetsInLabTest} first.
 */
package org.convbook.browser;
