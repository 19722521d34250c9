/**
 * The wire of Jupyter widgets, kernel side: models with synchronised attributes, their messages over comms (open, update, echo, custom,
 * request_state), binary buffers and their paths, held and coalesced updates, and the control comm by which a reloaded page finds its
 * widgets again. Message content is plain Java here (maps, lists, numbers, text, bytes); only {@code JJavaFront} meets a kernel, and it
 * reaches the JSON classes of that kernel by reflection, since stock kernels relocate them.
 * Imports the JDK, jjava-jupyter and {@code render.CellSink}. Read {@code WidgetModel} first.
 *
 * @see <a href="https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md">Widget messaging protocol, version 2</a>
 */
package org.convbook.widget.protocol;
