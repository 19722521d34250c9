// What a first lesson does: the classes that these cells load are in the archive that makes the kernel's start fast. A blank line ends a cell.
var net = new LeNet5(10, new Random(1));
net

net.apply(Tensor.zeros(1, 1, 28, 28), Pass.inference())

show(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));

var slider = new IntSlider("n", 0, 9, 3);
slider

var history = new Trainer(net, new Sgd(net.parameters(), 0.05)).listener(new LossCurve()).epochs(1).fit(Glyphs.dataset(64, 1));
history
