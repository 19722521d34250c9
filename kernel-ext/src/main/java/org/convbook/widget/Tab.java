package org.convbook.widget;

/** Pages behind tabs. The first page that is added is open. */
public final class Tab extends Pages<Tab> {
    /** No pages yet. */
    public Tab() {
        super("Tab");
    }

    @Override public Tab add(String title, Widget page) {
        super.add(title, page);
        return children().size() == 1 ? select(0) : this;
    }
}
