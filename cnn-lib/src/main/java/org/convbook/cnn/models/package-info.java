/**
 * Networks, one paper a file, each reading like the paper's figure. May import {@code cnn.nn}, {@code cnn.loss} and what lies below them.
 * Read {@code LeNet5} first, then {@code CifarResNet}.
 * <pre>
 * new                                  input       parameters    multiply-adds   paper
 * Perceptron(784, rng)                 784                785              784   Rosenblatt 1958
 * LogisticRegression(784, rng)         784                785              784   Cox 1958
 * Mlp(rng, 784, 128, 10)               784            101,770          101,632   Rumelhart et al. 1986
 * OriginalLeNet5(rng)                  1x32x32         60,000          328,096   LeCun et al. 1998
 * LeNet5(10, rng)                      1x28x28         61,706          416,520   LeCun et al. 1998
 * AlexNet(1000, rng)                   3x227x227   60,965,224      724,406,816   Krizhevsky et al. 2012
 * ZfNet(1000, rng)                     3x224x224   62,357,608    1,168,032,896   Zeiler &amp; Fergus 2014
 * Vgg(Form.A, 1000, rng)               3x224x224  132,863,336    7,609,090,048   Simonyan &amp; Zisserman 2015
 * Vgg(Form.B, 1000, rng)               3x224x224  133,047,848   11,308,466,176   Simonyan &amp; Zisserman 2015
 * Vgg(Form.C, 1000, rng)               3x224x224  133,638,952   11,770,888,192   Simonyan &amp; Zisserman 2015
 * Vgg(Form.D, 1000, rng)               3x224x224  138,357,544   15,470,264,320   Simonyan &amp; Zisserman 2015
 * Vgg(Form.E, 1000, rng)               3x224x224  143,667,240   19,632,062,464   Simonyan &amp; Zisserman 2015
 * GoogLeNet(1000, rng)                 3x224x224    6,998,552    1,582,671,872   Szegedy et al. 2015
 * ResNet(18, 1000, rng)                3x224x224   11,689,512    1,814,073,344   He et al. 2016
 * ResNet(34, 1000, rng)                3x224x224   21,797,672    3,663,761,408   He et al. 2016
 * ResNet(50, 1000, rng)                3x224x224   25,557,032    4,089,184,256   He et al. 2016
 * CifarResNet(20, 10, rng)             3x32x32        269,722       40,551,040   He et al. 2016
 * CifarResNet(32, 10, rng)             3x32x32        464,154       68,862,592   He et al. 2016
 * CifarResNet(44, 10, rng)             3x32x32        658,586       97,174,144   He et al. 2016
 * CifarResNet(56, 10, rng)             3x32x32        853,018      125,485,696   He et al. 2016
 * CifarResNet(110, 10, rng)            3x32x32      1,727,962      252,887,680   He et al. 2016
 * DenseNet(1000, rng)                  3x224x224    7,978,856    2,834,161,664   Huang et al. 2017
 * DenseNet.cifar(100, 12, 10, rng)     3x32x32        769,162      287,929,692   Huang et al. 2017
 * SqueezeNet(Version.V1_0, 1000, rng)  3x227x227    1,248,424      832,667,936   Iandola et al. 2016
 * SqueezeNet(Version.V1_1, 1000, rng)  3x227x227    1,235,496      387,747,520   Iandola et al. 2016
 * UNet(1, 2, rng)                      1x572x572   31,030,658  150,428,424,448   Ronneberger et al. 2015
 * </pre>
 * Parameters are those of inference: {@code GoogLeNet}'s auxiliary heads come to them while it trains. Multiply-adds are those of the weights for one
 * image. Everything a network has is named: {@code net.at("layer1.0.body.0")}, {@code net.summary(3, 32, 32)}; where public weights exist, the
 * class says how their names map. The constructors with a {@code width} make smaller networks of the same form, for small images and computers.
 */
package org.convbook.cnn.models;
