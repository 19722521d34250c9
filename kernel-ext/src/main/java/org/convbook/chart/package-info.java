/**
 * The house style of every picture: curves, bars, heat maps and picture grids drawn with Java2D, histograms and a user's own charts
 * over XChart, all as one noun, {@link org.convbook.chart.Figure}, which is taken as SVG, PNG or text.
 * Imports the JDK and XChart only; knows no notebook and no network. Read {@code Figure} first, then {@code Charts}.
 */
package org.convbook.chart;
