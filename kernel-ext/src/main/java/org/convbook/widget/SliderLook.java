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
}
