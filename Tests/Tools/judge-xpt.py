#!/usr/bin/env python3
"""Lets other people's readers judge transport files: pyreadstat and the `readstat` program.

    judge-xpt.py FOLDER [--csv FOLDER] [--labels FILE.tsv] [--longer-lengths]

Each FOLDER/NAME.xpt is held against the NAME.csv made from the same data (in the same folder, or in --csv):

- pyreadstat finds the same variables in the same order, every value (numbers to the last bit), the member name, and,
  with --labels (a table with the columns domain, name and label), the labels;
- `readstat` turns it to CSV with the same values, as far as its six digits go;
- character variables are as long as the study's longest value of that name over all files but SUPP-- ones, which have
  their own (--longer-lengths: at least so long, and equal over the files);
- special missing values, which neither reader tells apart, have their code in the file's bytes;
- pieces in FOLDER/split, run together, have the rows of the whole file.

Prints the first difference and exits 1, or one line and exits 0. Exits 2 when a judge is missing.
"""

import argparse
import csv
import math
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

try:
    import pyreadstat
except ImportError:
    pyreadstat = None

SPECIAL = re.compile(r"^\.[A-Z_]$")
csv.field_size_limit(1 << 30)


class Difference(Exception):
    """What does not agree, with its place."""


def missing_judges():
    """The names of the judges that are not installed, with the command that installs them."""
    if pyreadstat is None:
        yield "pyreadstat (pip install pyreadstat pandas)"
    if shutil.which("readstat") is None:
        yield "readstat (apt-get install readstat)"


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def read_xpt(path):
    return pyreadstat.read_xport(str(path), disable_datetime_conversion=True, output_format="dict")


def is_blank(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def compare_values(path, names, rows, data, meta):
    """Every value as pyreadstat reads it against the CSV's text; returns the number of values."""
    if meta.column_names != names:
        raise Difference(f"{path}: variables are {meta.column_names}, in the CSV {names}")
    for column, name in enumerate(names):
        values = data.get(name, [])
        if len(values) != len(rows):
            raise Difference(f"{path}: {len(values)} records, in the CSV {len(rows)}")
        is_text = meta.readstat_variable_types[name] == "string"
        for index, (value, row) in enumerate(zip(values, rows)):
            text = row[column]
            place = f"{path}: record {index + 1}, {name}"
            if is_text:
                if ("" if is_blank(value) else value) != text:
                    raise Difference(f"{place}: {value!r}, in the CSV {text!r}")
            elif text == "" or SPECIAL.match(text):
                if not is_blank(value):
                    raise Difference(f"{place}: {value!r}, in the CSV missing ({text!r})")
            elif is_blank(value) or float(value) != float(text):
                raise Difference(f"{place}: {value!r}, in the CSV {text!r}")
    return len(names) * len(rows)


def compare_readstat(path, names, rows, meta):
    """The same by the readstat program, which writes numbers with %f."""
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "out.csv"
        run = subprocess.run(["readstat", str(path), str(target)], capture_output=True, text=True)
        if run.returncode != 0:
            raise Difference(f"{path}: readstat: {(run.stderr or run.stdout).strip()}")
        # A dataset without records: readstat writes nothing at all.
        found_names, found = read_csv(target) if target.exists() and target.stat().st_size else (names, [])
    if found_names != names or len(found) != len(rows):
        raise Difference(f"{path}: readstat finds {len(found)} records of {found_names}")
    for index, (ours, theirs) in enumerate(zip(rows, found)):
        for name, text, other in zip(names, ours, theirs):
            place = f"{path}: record {index + 1}, {name}"
            if meta.readstat_variable_types[name] == "string":
                agrees = text == other
            elif text == "" or SPECIAL.match(text):
                agrees = other == ""
            else:
                agrees = other != "" and math.isclose(float(text), float(other), rel_tol=1e-13, abs_tol=6e-7)
            if not agrees:
                raise Difference(f"{place}: readstat has {other!r}, the CSV {text!r}")


def compare_specials(path, names, rows):
    """The codes of special missing values in the bytes, found by the table of TS-140; returns their number."""
    cells = [
        (index, column, row[column])
        for index, row in enumerate(rows)
        for column in range(len(names))
        if SPECIAL.match(row[column])
    ]
    if not cells:
        return 0
    with open(path, "rb") as file:
        head = file.read(640)
        count = int(head[614:618])
        table = file.read((count * 140 + 79) // 80 * 80)
        start = 640 + len(table) + 80
        variables = [struct.unpack(">hhhh", table[i * 140 : i * 140 + 8]) for i in range(count)]
        offsets = [struct.unpack(">i", table[i * 140 + 84 : i * 140 + 88])[0] for i in range(count)]
        length = sum(variable[2] for variable in variables)
        found = 0
        for index, column, text in cells:
            if variables[column][0] != 1:
                continue
            file.seek(start + index * length + offsets[column])
            value = file.read(8)
            if value != text[1:].encode() + bytes(7):
                raise Difference(f"{path}: record {index + 1}, {names[column]}: bytes {value.hex()}, in the CSV {text}")
            found += 1
    return found


def compare_lengths(files, may_be_longer):
    """Study-wide lengths of character variables."""
    longest, widths = {}, {}
    for path, names, rows, meta in files:
        group = path.name if path.name.startswith("supp") else ""
        for column, name in enumerate(names):
            if meta.readstat_variable_types[name] != "string":
                continue
            own = max((len(row[column].encode()) for row in rows), default=0)
            longest[group, name] = max(longest.get((group, name), 1), own)
            widths.setdefault((group, name), {})[path.name] = meta.variable_storage_width[name]
    for (group, name), by_file in widths.items():
        wanted = longest[group, name]
        if len(set(by_file.values())) > 1:
            raise Difference(f"{name} is not equally long in all files: {by_file}")
        for file, width in by_file.items():
            if width < wanted or (width > wanted and not may_be_longer):
                raise Difference(f"{file}: {name} has {width} bytes, its longest value in the study {wanted}")


def compare_labels(files, table):
    labels = {}
    with open(table, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            labels[row["domain"], row["name"]] = row["label"].strip()
    compared = 0
    for path, names, _, meta in files:
        for name in names:
            wanted = labels.get((path.stem.upper(), name))
            if wanted is None:
                continue
            compared += 1
            if meta.column_names_to_labels[name] != wanted:
                raise Difference(f"{path}: label of {name} is {meta.column_names_to_labels[name]!r}, not {wanted!r}")
    return compared


def compare_pieces(folder, files):
    """The pieces of each split dataset against the whole; returns their number."""
    pieces = sorted((folder / "split").glob("*.xpt"))
    read = {piece: read_xpt(piece) for piece in pieces}
    for piece, (_, meta) in read.items():
        if meta.table_name != piece.stem.upper():
            raise Difference(f"{piece}: its member is called {meta.table_name}")
    judged = 0
    for path, names, _, meta in files:
        def is_piece(piece):
            base = piece.stem.rstrip("0123456789")
            mine = read[piece][1]
            return path.stem.startswith(base) and mine.column_names == names and mine.file_label == meta.file_label
        mine = [piece for piece in pieces if is_piece(piece)]
        if not mine:
            continue
        whole, _ = read_xpt(path)
        for name in names:
            run = [value for piece in mine for value in read[piece][0][name]]
            same = len(run) == len(whole[name]) and all(
                a == b or (is_blank(a) and is_blank(b)) for a, b in zip(run, whole[name])
            )
            if not same:
                raise Difference(f"{path}: {name} of the pieces {[piece.name for piece in mine]} is not that of the whole")
            for piece in mine:
                if read[piece][1].variable_storage_width[name] != meta.variable_storage_width[name]:
                    raise Difference(f"{piece}: {name} is not as long as in the whole")
        judged += len(mine)
    if judged != len(pieces):
        raise Difference(f"{folder / 'split'}: {len(pieces) - judged} pieces belong to no dataset")
    return judged


def main():
    parser = argparse.ArgumentParser(description="Lets pyreadstat and readstat judge transport files.")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--csv", type=pathlib.Path, help="the folder of the CSV files; else the same")
    parser.add_argument("--labels", type=pathlib.Path, help="a table with the columns domain, name, label")
    parser.add_argument("--longer-lengths", action="store_true", help="lengths may exceed the longest value")
    arguments = parser.parse_args()
    if lacking := list(missing_judges()):
        print(f"judge-xpt: missing: {', '.join(lacking)}", file=sys.stderr)
        return 2
    paths = sorted(arguments.folder.glob("*.xpt"))
    csv_folder = arguments.csv or arguments.folder
    if not paths:
        raise Difference(f"{arguments.folder}: no transport file")
    alone = {path.stem for path in csv_folder.glob("*.csv")} ^ {path.stem for path in paths}
    if alone:
        raise Difference(f"in one format only: {', '.join(sorted(alone))}")
    files, values, specials = [], 0, 0
    for path in paths:
        names, rows = read_csv(csv_folder / f"{path.stem}.csv")
        data, meta = read_xpt(path)
        if meta.table_name != path.stem.upper():
            raise Difference(f"{path}: its member is called {meta.table_name}")
        values += compare_values(path, names, rows, data, meta)
        compare_readstat(path, names, rows, meta)
        specials += compare_specials(path, names, rows)
        files.append((path, names, rows, meta))
    compare_lengths(files, arguments.longer_lengths)
    labels = compare_labels(files, arguments.labels) if arguments.labels else 0
    pieces = compare_pieces(arguments.folder, files)
    print(
        f"judge-xpt: {len(files)} files, {values} values, {specials} special missing, {labels} labels, {pieces} pieces:"
        f" pyreadstat {pyreadstat.__version__} and readstat agree"
    )
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Difference as difference:
        print(f"judge-xpt: {difference}", file=sys.stderr)
        sys.exit(1)
