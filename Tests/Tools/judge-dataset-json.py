#!/usr/bin/env python3
"""Lets others judge Dataset-JSON files: CDISC's JSON schemas, Python's json, zlib and gzip.

    judge-dataset-json.py FOLDER --schemas FOLDER [--csv FOLDER]

Of each .json, .ndjson and .dsjc file of FOLDER:

- it is UTF-8 and JSON without a member that stands twice; a .dsjc file is one zlib or gzip stream with nothing behind it;
- the metadata, with the first hundred rows of a document, are valid against CDISC's schema (--schemas:
  `dataset.schema.json`, and `dataset-ndjson-schema.utf8.json` for the class DatasetMetadata);
- `records` is the number of rows, every row has a value for each column, and every value is of its column's dataType;
- the attributes stand in the order that the specification recommends;
- files of one name (ae.json, ae.ndjson, ae.dsjc) hold the same metadata and rows, digit by digit;
- with --csv, the values are those of NAME.csv, made from the same data (numbers to the last bit; dates and times whose
  targetDataType is integer as SAS's numbers).

Prints the first fault and exits 1, or one line and exits 0. Exits 2 when the judge or the schemas are missing.
"""

import argparse
import csv
import datetime
import json
import pathlib
import re
import sys
import zlib

try:
    import jsonschema
except ImportError:
    jsonschema = None

csv.field_size_limit(1 << 30)

ORDER = [
    "datasetJSONCreationDateTime", "datasetJSONVersion", "fileOID", "dbLastModifiedDateTime", "originator",
    "sourceSystem", "studyOID", "metaDataVersionOID", "metaDataRef", "itemGroupOID", "records", "name", "label",
    "columns", "rows",
]
DATE = re.compile(r"^\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?)?)?)?$")
DECIMAL = re.compile(r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$")


class Fault(Exception):
    """What is wrong, with its place."""


class Number(str):
    """A JSON number as it was written."""


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise Fault(f"a member stands twice: {names}")
    return dict(pairs)


def parse(text):
    def refuse(word):
        raise Fault(f"{word} is no JSON")

    return json.loads(
        text, parse_int=Number, parse_float=Number, parse_constant=refuse, object_pairs_hook=unique)


def decompress(data):
    inflate = zlib.decompressobj(31 if data[:2] == b"\x1f\x8b" else 15)
    text = inflate.decompress(data) + inflate.flush()
    if not inflate.eof or inflate.unused_data:
        raise Fault("the compressed stream is cut off, or something stands behind it")
    return text


def read(path):
    """(metadata, rows) of a file."""
    data = path.read_bytes()
    if path.suffix == ".dsjc":
        data = decompress(data)
    text = data.decode("utf-8")
    if path.suffix == ".json":
        document = parse(text)
        return document, document.get("rows", [])
    if not text.endswith("\n"):
        raise Fault("the last line does not end")
    lines = text[:-1].split("\n")
    return parse(lines[0]), [parse(line) for line in lines[1:]]


def plain(value):
    """A value as the schema's validator wants it."""
    if isinstance(value, Number):
        return int(value) if re.fullmatch(r"-?\d+", value) else float(value)
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def has_type(value, kind):
    if value is None:
        return True
    if kind == "integer":
        return isinstance(value, Number) and re.fullmatch(r"-?\d+", value)
    if kind in ("float", "double"):
        return isinstance(value, Number)
    if kind == "boolean":
        return isinstance(value, bool)
    if not isinstance(value, str) or isinstance(value, Number):
        return False
    if kind == "decimal":
        return DECIMAL.match(value)
    if kind in ("date", "datetime"):
        return value == "" or DATE.match(value)
    return True


def check_file(path, validators):
    metadata, rows = read(path)
    names = [name for name in ORDER if name in metadata]
    if list(metadata) != names:
        raise Fault(f"the attributes stand in the order {list(metadata)}")
    sample = dict(metadata)
    if path.suffix == ".json":
        sample["rows"] = rows[:100]
    fault = next(validators[path.suffix == ".json"].iter_errors(plain(sample)), None)
    if fault:
        raise Fault(f"the schema refuses {'/'.join(map(str, fault.absolute_path))}: {fault.message}")
    columns = metadata["columns"]
    if int(metadata["records"]) != len(rows):
        raise Fault(f"records is {metadata['records']}, and there are {len(rows)} rows")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(columns):
            raise Fault(f"row {number} has not one value for each column")
        for column, value in zip(columns, row):
            if not has_type(value, column["dataType"]):
                raise Fault(f"row {number}: {column['name']} is not of the type {column['dataType']}")
            length = column.get("length")
            if length and column["dataType"] == "string" and value and len(value.encode()) > int(length):
                raise Fault(f"row {number}: {column['name']} is longer than {length}")
    return metadata, rows


def csv_value(column, value):
    """A value as the CSV of the same data has it: a text, or a double."""
    if value is None or value == "":
        return ""
    if column.get("targetDataType") == "integer":
        if column["dataType"] == "time":
            hours, minutes, seconds = value.split(":")
            return float(int(hours) * 3600 + int(minutes) * 60 + float(seconds))
        since = datetime.datetime.fromisoformat(value) - datetime.datetime(1960, 1, 1)
        return float(since.days if column["dataType"] == "date" else since.total_seconds())
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, Number) or column["dataType"] == "decimal":
        return float(value)
    return value.rstrip(" ")


def check_csv(path, columns, rows):
    with open(path, newline="", encoding="utf-8") as file:
        records = list(csv.reader(file))
    if records[0] != [column["name"] for column in columns]:
        raise Fault(f"{path} has other variables")
    if len(records) - 1 != len(rows):
        raise Fault(f"{path} has {len(records) - 1} records, and there are {len(rows)} rows")
    for number, (record, row) in enumerate(zip(records[1:], rows), 1):
        for column, text, value in zip(columns, record, row):
            value = csv_value(column, value)
            if (float(text) if isinstance(value, float) and text else text) != value:
                raise Fault(f"row {number}: {column['name']} is another value than in {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--schemas", type=pathlib.Path, required=True)
    parser.add_argument("--csv", type=pathlib.Path)
    options = parser.parse_args()
    if jsonschema is None:
        print("judge-dataset-json: jsonschema is missing (pip install jsonschema)", file=sys.stderr)
        return 2
    try:
        document = json.loads((options.schemas / "dataset.schema.json").read_text())
        lines = json.loads((options.schemas / "dataset-ndjson-schema.utf8.json").read_text())
    except OSError as error:
        print(f"judge-dataset-json: the schemas are missing: {error}", file=sys.stderr)
        return 2
    # The schema of NDJSON describes both kinds of line; the first is of the class DatasetMetadata.
    if "DatasetMetadata" in lines.get("$defs", {}):
        lines = {**lines["$defs"]["DatasetMetadata"], "$defs": lines["$defs"]}
    validators = {True: jsonschema.Draft201909Validator(document), False: jsonschema.Draft201909Validator(lines)}

    files = sorted(path for path in options.folder.iterdir() if path.suffix in (".json", ".ndjson", ".dsjc"))
    if not files:
        print(f"judge-dataset-json: no Dataset-JSON in {options.folder}", file=sys.stderr)
        return 1
    first = {}
    count = 0
    for path in files:
        try:
            metadata, rows = check_file(path, validators)
            count += len(rows)
            same = ({name: value for name, value in metadata.items() if name != "rows"}, rows)
            if first.setdefault(path.stem, same) != same:
                raise Fault("it holds other metadata or rows than the other forms")
            if options.csv:
                check_csv(options.csv / f"{path.stem}.csv", metadata["columns"], rows)
        except (Fault, UnicodeDecodeError, ValueError, zlib.error, OSError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
    print(f"{len(files)} Dataset-JSON files with {count} rows are valid, and forms of one name are equal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
