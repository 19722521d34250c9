/**
 * Jupyter widgets from Java: controls, boxes, pictures and output areas with typed state and {@code onChange}, in any front end that has
 * ipywidgets 8 (JupyterLab, Notebook). A widget is a plain object until it is shown; then its state is kept equal with the page's. Each
 * carries its text and a static picture for pages without a kernel.
 * Imports {@code widget.protocol}, {@code render}, {@code chart} and jjava's Extension API; knows no network and no kernel.
 * Read {@code IntSlider} first, then {@code Widgets} and {@code Widget}.
 *
 * @see <a href="https://ipywidgets.readthedocs.io/en/8.1.5/examples/Widget%20List.html">the widgets of ipywidgets 8</a>
 */
package org.convbook.widget;
