#!/usr/bin/env python3
"""PyTorch on the same GPU, one line of JSON for each case and form: eager, with the step captured as a CUDA graph, and compiled in two ways.

usage: peer.py CASE... [--seconds 3]
float32 without TF32, as our figures are; cases that end in -bf16 under autocast to bfloat16. Images have their channels side by side but for LeNet-5.
The batch is copied from the host in each step, as ours is, and the loss or the probabilities are read back. A form that fails is a line with its error.
"""
import argparse, json, statistics, time
import torch, torch.nn as nn, torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument('cases', nargs='+')
parser.add_argument('--seconds', type=float, default=3.0)
options = parser.parse_args()
gpu = torch.device('cuda')
torch.backends.cudnn.benchmark = True
torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
                         nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


class Block(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(channels, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(),
                                  nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out))
        self.shortcut = nn.Identity() if channels == out and stride == 1 else nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet20():
    layers, channels = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for out in (16, 32, 64):
        for k in range(3):
            layers.append(Block(channels, out, 2 if out != 16 and k == 0 else 1))
            channels = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class Bottleneck(nn.Module):
    """With the stride in the 3x3, as in torchvision."""
    def __init__(self, channels, width, stride):
        super().__init__()
        out = 4 * width
        self.body = nn.Sequential(nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
                                  nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
                                  nn.Conv2d(width, out, 1, bias=False), nn.BatchNorm2d(out))
        self.shortcut = nn.Identity() if channels == out and stride == 1 else nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet50():
    layers, channels = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for width, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
        for k in range(blocks):
            layers.append(Bottleneck(channels, width, 2 if width != 64 and k == 0 else 1))
            channels = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000))


def measure(step):
    for _ in range(5):
        step()                                       # compiles
    end, times = time.perf_counter() + 0.3 * options.seconds, []
    while time.perf_counter() < end:
        step()
    end = time.perf_counter() + options.seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3, len(times)


def captured(step):
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        result = step()
    return graph, result


MODELS = {'lenet5': (lenet5, (1, 28, 28), 10), 'resnet20': (resnet20, (3, 32, 32), 10), 'resnet50': (resnet50, (3, 224, 224), 1000)}
FORMS = ('eager', 'graph', 'compiled-max-autotune-no-cudagraphs', 'compiled-reduce-overhead')


def run(case, form):
    model, what, batch = case.split('-')[:3]
    half, batch = case.endswith('-bf16'), int(batch[1:])
    make, shape, classes = MODELS[model]
    layout = torch.contiguous_format if model == 'lenet5' else torch.channels_last
    torch.manual_seed(0)
    host_x, host_y = torch.randn(batch, *shape).to(memory_format=layout).pin_memory(), torch.randint(classes, (batch,)).pin_memory()
    x, y = host_x.to(gpu), host_y.to(gpu)
    net = make().to(gpu).to(memory_format=layout)
    optimizer = torch.optim.SGD(net.parameters(), 0.01, 0.9, fused=True)
    if what != 'train':
        net.eval()
    model_of = torch.compile(net, mode=form.split('-', 1)[1]) if form.startswith('compiled') else net

    def forward():
        # a cache of cast weights would outlive a captured step
        with torch.autocast('cuda', torch.bfloat16, enabled=half, cache_enabled=form != 'graph'):
            return model_of(x)

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(forward().float(), y)
        loss.backward()
        optimizer.step()
        return loss.detach()

    def infer():
        with torch.no_grad():
            return forward().float().softmax(1)

    step = train if what == 'train' else infer
    graph, result = captured(step) if form == 'graph' else (None, None)

    def once():
        x.copy_(host_x, non_blocking=True)
        y.copy_(host_y, non_blocking=True)
        if graph is None:
            step().cpu()
        else:
            graph.replay()
            result.cpu()

    ms, count = measure(once)
    print(json.dumps({'peer': 'pytorch-' + form, 'case': case, 'iterations': count, 'ms_median': round(ms, 4)}), flush=True)


for name in options.cases:
    for form in FORMS:
        try:
            run(name, form)
        except Exception as e:   # one form may fail on a machine, for example for want of a compiler
            print(json.dumps({'case': name, 'form': form, 'error': str(e)[:200]}), flush=True)
        torch.cuda.empty_cache()
