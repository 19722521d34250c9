/**
 * The test that runs every notebook, and the test of what a report is. They use the command line as a user does. Read {@code NotebooksTest} first.
 */
package org.convbook.notebooks;
