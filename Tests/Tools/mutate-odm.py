#!/usr/bin/env python3
"""Converts mutated copies of ODM exports and demands that Rialto stays polite.

    mutate-odm.py RIALTO [--mutations 300] [--seed 1] [--inputs FILE ...] [--mapping FILE] [--study FILE]

Each mutation starts from one export, cut down to some of its patients, and flips bytes, cuts, doubles, drops or swaps
pieces and tags, or changes attribute values. Whatever comes of it, without and with --keep-going:

- the exit code is 0, 1, 2 or 3: never a signal, a trap or a time-out;
- other than 0, there is a message with the place (FILE:LINE:COLUMN, or FILE where no line can be said);
- 2 and 3 leave no output; 0 and 1 leave no temporary file.

The copies of what failed are kept beside the report. Everything depends on the seed alone.
"""
import argparse
import concurrent.futures
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

TIME_LIMIT = 60
SUBJECT = re.compile(rb"<SubjectData\b.*?</SubjectData>\s*", re.S)
TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
VALUE = re.compile(rb'([A-Za-z:]+)="([^"<>]*)"')
NASTY = [
    b"", b" ", b"0", b"-1", b"9" * 40, b"1e400", b"NaN", b"2020-02-30", b"2020-13-01", b"0000-00-00", b"T", b"--",
    b"&#x0;", b"&#xD800;", b"&#x10FFFF;", b"&amp;", b"&nobody;", b"\xff\xfe", b"\xc3", "\u202e白血病".encode(),
    b"Remove", b"Update", b"Insert", b"Context", b"Transactional", b"]]>", b"<", b"%s%n", b"=cmd()", b"A" * 70_000,
]


def cut_down(text, draw, patients):
    """The export with a few of its patients: mutations then fall on all sorts of places, and a run is short."""
    found = list(SUBJECT.finditer(text))
    if len(found) <= patients:
        return text
    kept = set(draw.sample(range(len(found)), patients))
    parts, end = [], 0
    for number, match in enumerate(found):
        parts.append(text[end:match.start()])
        if number in kept:
            parts.append(match.group())
        end = match.end()
    parts.append(text[end:])
    return b"".join(parts)


def flip_bytes(text, draw):
    data = bytearray(text)
    for _ in range(draw.choice([1, 1, 2, 8, 64])):
        data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data)


def cut_end(text, draw):
    return text[:draw.randrange(len(text))]


def drop_piece(text, draw):
    start = draw.randrange(len(text))
    return text[:start] + text[start + draw.choice([1, 5, 50, 500, 20_000]):]


def double_piece(text, draw):
    start = draw.randrange(len(text))
    piece = text[start:start + draw.choice([1, 5, 50, 500, 20_000])]
    return text[:start] + piece * draw.choice([2, 3]) + text[start + len(piece):]


def pick_tag(text, draw):
    start = draw.randrange(len(text))
    return TAG.search(text, start) or TAG.search(text) or re.match(b"", text)


def drop_tag(text, draw):
    tag = pick_tag(text, draw)
    return text[:tag.start()] + text[tag.end():]


def double_tag(text, draw):
    tag = pick_tag(text, draw)
    return text[:tag.end()] + tag.group() + text[tag.end():]


def swap_tags(text, draw):
    first, second = sorted([pick_tag(text, draw), pick_tag(text, draw)], key=lambda tag: tag.start())
    if first.end() > second.start():
        return drop_tag(text, draw)
    return (text[:first.start()] + second.group() + text[first.end():second.start()] + first.group()
            + text[second.end():])


def rename_tag(text, draw):
    tag = pick_tag(text, draw)
    other = pick_tag(text, draw).group()
    return text[:tag.start()] + other + text[tag.end():]


def pick_value(text, draw):
    return VALUE.search(text, draw.randrange(len(text))) or VALUE.search(text) or re.match(b"()()", text)


def change_value(text, draw):
    value = pick_value(text, draw)
    return text[:value.start(2)] + draw.choice(NASTY) + text[value.end(2):]


def copy_value(text, draw):
    value, other = pick_value(text, draw), pick_value(text, draw)
    return text[:value.start(2)] + other.group(2) + text[value.end(2):]


def drop_attribute(text, draw):
    value = pick_value(text, draw)
    return text[:value.start()] + text[value.end():]


def double_subject(text, draw):
    found = list(SUBJECT.finditer(text))
    if not found:
        return drop_tag(text, draw)
    subject = draw.choice(found).group()
    for _ in range(3):
        subject = draw.choice([copy_value, change_value, drop_tag])(subject, draw)
    return text.replace(b"</ClinicalData>", subject + b"</ClinicalData>", 1)


def nest(text, draw):
    tag = pick_tag(text, draw)
    return text[:tag.start()] + b"<x>" * draw.choice([300, 10_000]) + text[tag.start():]


MUTATIONS = [
    flip_bytes, cut_end, drop_piece, double_piece, drop_tag, double_tag, swap_tags, rename_tag, change_value,
    change_value, copy_value, drop_attribute, double_subject, nest,
]


def mutate(number, options):
    """The mutated export's bytes and what was done to it."""
    draw = random.Random(f"{options.seed}/{number}")
    path = draw.choice(options.inputs)
    with open(path, "rb") as file:
        text = cut_down(file.read(), draw, draw.choice([1, 2, 4]))
    done = []
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        mutation = draw.choice(MUTATIONS)
        done.append(mutation.__name__)
        # Most of what Rialto does happens behind the metadata, which are most of a short export.
        start = max(0, text.find(b"<ClinicalData")) if draw.random() < 0.8 else 0
        text = text[:start] + (mutation(text[start:], draw) if len(text) - start > 100 else b"<")
    return text, f"{os.path.basename(path)}: {', '.join(done)}"


def convert(options, source, folder, keep_going):
    """What is wrong with a run, or None, and its exit code."""
    output = os.path.join(folder, "out")
    command = [
        options.rialto, "convert", source, "--to", "sdtm", "--sdtm-format", "csv", "--mapping", options.mapping,
        "--output", output, "--jobs", "2",
    ] + (["--study", options.study] if options.study else []) + (["--keep-going"] if keep_going else [])
    for path in options.metadata:
        command += ["--metadata", path]
    try:
        run = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return f"did not end within {TIME_LIMIT} s", None
    said = (run.stdout + run.stderr).decode(errors="replace")
    left = sorted(os.listdir(folder))
    fault = None
    if run.returncode not in (0, 1, 2, 3):
        fault = f"ended with {run.returncode}"
    elif run.returncode != 0 and not re.search(r"^\s*[^\s:][^:\n]*(:\d+:\d+)?: error: .", said, re.M):
        fault = f"exit code {run.returncode} without a located message"
    elif run.returncode in (2, 3) and left:
        fault = f"exit code {run.returncode}, and left {left}"
    elif run.returncode in (2, 3) and said.count("error: ") != 1:
        fault = f"exit code {run.returncode} with {said.count('error: ')} messages"
    elif run.returncode == 1 and not keep_going:
        fault = "exit code 1 without --keep-going"
    elif any(".tmp" in name for _, _, names in os.walk(folder) for name in names):
        fault = "left temporary files"
    elif run.returncode in (0, 1) and "accounted for" not in said:
        fault = "values are not accounted for"
    shutil.rmtree(folder)
    return (f"{fault}\n{said[-2000:]}" if fault else None), run.returncode


def check(number, options, scratch):
    text, description = mutate(number, options)
    source = os.path.join(scratch, f"mutation-{number}.xml")
    with open(source, "wb") as file:
        file.write(text)
    codes = []
    for keep_going in (False, True):
        folder = os.path.join(scratch, f"run-{number}-{keep_going}")
        os.mkdir(folder)
        fault, code = convert(options, source, folder, keep_going)
        if fault:
            return f"{source} ({description}){' --keep-going' if keep_going else ''}: {fault}", codes
        codes.append(code)
    os.remove(source)
    return None, codes


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    sample = os.path.join(root, "samples", "rialto")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rialto")
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", nargs="+", default=sorted(glob.glob(os.path.join(sample, "site-0?.xml"))))
    parser.add_argument("--metadata", nargs="*", default=[os.path.join(sample, "site-03-metadata.xml")])
    parser.add_argument("--mapping", default=os.path.join(root, "mappings", "odm", "rialto.yaml"))
    parser.add_argument("--study", default=os.path.join(sample, "study.yaml"))
    options = parser.parse_args()
    scratch = tempfile.mkdtemp(prefix="rialto-mutations-")
    faults, counts = [], {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(check, number, options, scratch) for number in range(options.mutations)]
        for run in runs:
            fault, codes = run.result()
            if fault:
                faults.append(fault)
            for keep_going, code in enumerate(codes):
                counts[keep_going, code] = counts.get((keep_going, code), 0) + 1
    for keep_going, title in enumerate(["stopping", "with --keep-going"]):
        told = ", ".join(f"{count} exit {code}" for (kept, code), count in sorted(counts.items()) if kept == keep_going)
        print(f"{options.mutations} mutations, seed {options.seed}, {title}: {told}")
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    if faults:
        print(f"{len(faults)} faults; the mutated files are in {scratch}", file=sys.stderr)
        return 1
    shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
