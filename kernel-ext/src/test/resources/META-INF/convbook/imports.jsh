// lines for the kernel's tests
import java.awt.geom.Point2D;
import org.nowhere.Missing;
int preloaded = 3;
