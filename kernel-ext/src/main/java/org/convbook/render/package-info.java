/**
 * How Java values look in a notebook: the {@link org.convbook.render.Display} facade, live displays, and one renderer a type
 * (image, table, figure, chart, array), installed by {@link org.convbook.render.RenderExtension}.
 * Imports {@code chart}, Tablesaw, XChart and the Extension API of JJava (no gson, no comm: stock kernels relocate those);
 * knows no neural network. Read {@code Display} first.
 */
package org.convbook.render;
