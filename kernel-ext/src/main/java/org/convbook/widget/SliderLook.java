package org.convbook.widget;

import org.convbook.widget.protocol.Attribute;
import org.convbook.widget.protocol.StateType;

/** The attributes that say how a slider looks and when it reports. */
final class SliderLook {
    final Attribute<Boolean> continuous, readout;
    final Attribute<Orientation> orientation;
    final Attribute<String> format;

    /** Adds them to the widget; a null format is none. */
    SliderLook(Widget widget, String format) {
        continuous = widget.attribute("continuous_update", StateType.FLAG, true);
        orientation = widget.attribute("orientation", StateType.choice(Orientation.class), Orientation.HORIZONTAL);
        readout = widget.attribute("readout", StateType.FLAG, true);
        this.format = format == null ? null : widget.attribute("readout_format", StateType.TEXT, format);
    }

    /** A hundredth of the way from min to max. */
    static double hundredth(double min, double max) {
        return max > min && Double.isFinite(max - min) ? (max - min) / 100 : 0.1;
    }

    /** The d3 format with as many decimals as tell two values apart that are a hundredth of the way from each other; two at least. */
    static String decimals(double min, double max) {
        return "." + (int) Math.max(2, Math.ceil(-Math.log10(hundredth(min, max)) - 1e-9)) + "f";
    }
}
