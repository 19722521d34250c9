/**
 * The kernels that are not our own: how ConvBook gets into JJava and into IJava 1.3. To every extension a kernel is jjava's
 * {@code BaseKernel}; {@code IJavaKernel} is that for an IJava, whose classes have the same shape under other names. They are on the class path
 * of an IJava only, and nothing here is loaded in another kernel but {@code Host}, the one place that knows the kernels apart.
 * May import jjava-jupyter, gson, {@code render}, {@code widget} and IJava's base classes. Read {@link org.convbook.host.Host} first.
 */
package org.convbook.host;
