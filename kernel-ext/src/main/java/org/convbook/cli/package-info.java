/**
 * The command line: {@code convbook report}, {@code run}, {@code lab}, {@code install}, {@code doctor}, {@code data}, {@code bench}.
 * May import {@code org.convbook.kernel}, {@code org.convbook.data} and {@code org.convbook.cnn}, picocli and gson; nothing imports it but
 * the tests of the notebooks. Read {@link org.convbook.cli.Main} first, then {@code ReportCommand}.
 */
package org.convbook.cli;
