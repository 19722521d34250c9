package org.convbook.kernel;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** An extension that cannot be installed. */
public final class BrokenExtension implements Extension {
    @Override public void install(BaseKernel kernel) {
        throw new NoClassDefFoundError("a library that is not there");
    }
}
