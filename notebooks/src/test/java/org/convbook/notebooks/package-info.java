/**
 * The test that runs every notebook and looks at its report in a browser, and the test of what a report is. They use the command line as a user does.
 * Read {@code NotebooksTest} first.
 */
package org.convbook.notebooks;
