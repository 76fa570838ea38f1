"""What the benchmark's Python workers share: the words of 'maskgit bench run', which picture is
drawn when, and the protocol of org.maskgit.bench (see its package page)."""

import argparse
import os
import sys
import time


def parser(works):
    """The words that every worker takes; WORKS are those that it can do."""
    words = argparse.ArgumentParser()
    words.add_argument("--official", required=True)
    words.add_argument("--transformer")
    words.add_argument("--tokenizer")
    words.add_argument("--work", choices=works, default="image")
    words.add_argument("--steps", type=int, default=8)
    words.add_argument("--images", type=int, default=64)
    words.add_argument("--labels", type=int, default=8)
    words.add_argument("--batch", type=int, default=8)
    return words


def draws(args, number, classes):
    """Label, count and seed of each draw of a go: as org.maskgit.bench.WorkSettings.draws."""
    if args.work != "batch":
        yield (0 if args.work == "repeat" else number % classes), 1, number
        return
    each = args.images // args.labels
    seed = number * args.images
    for i in range(args.labels):
        for start in range(0, each, args.batch):
            yield (number * args.labels + i) % classes, min(args.batch, each - start), seed
            seed += 1


def warm_up(args, draw, classes):
    first = next(iter(draws(args, 0, classes)))
    draw(*first)
    if args.work != "batch":  # as org.maskgit.bench.GenerationTask
        draw(*first)


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def go(task, number, cpu_before):
    start = time.perf_counter()
    digest = task.go(number)
    say("done %r %r %s" % (time.perf_counter() - start, time.process_time() - cpu_before, digest))


def run(args, make, version):
    """Obeys the driver. MAKE builds the task, once; VERSION says, afterwards, what computes."""
    # What other code prints must not come between driver and worker.
    protocol = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(protocol, "w")
    task = make(args)
    if args.work == "first":
        go(task, 0, 0)
        sys.stdin.read()
        return
    task.warm_up()
    say("ready Python %d.%d, %s" % (sys.version_info[0], sys.version_info[1], version(task)))
    for line in sys.stdin:
        word, number = line.split()
        if word != "go":
            raise ValueError("expected go NUMBER, found " + line)
        go(task, int(number), time.process_time())
