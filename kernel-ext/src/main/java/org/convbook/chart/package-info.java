/**
 * The house style of every picture: charts over XChart, heat maps, bars and picture grids drawn with Java2D, all as one noun,
 * {@link org.convbook.chart.Figure}, which is painted once and taken as SVG, PNG or text.
 * Imports the JDK and XChart only; knows no notebook and no network. Read {@code Figure} first, then {@code Charts}.
 */
package org.convbook.chart;
