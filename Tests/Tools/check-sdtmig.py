#!/usr/bin/env python3
"""Holds the CSV datasets of one conversion in an older SDTMIG version against those in the newest.

    check-sdtmig.py NEWEST-FOLDER OLDER-FOLDER REPORT.json

Whatever the newest version says in a variable that the older one lacks must stand in SUPP-- under the variable's name, value
by value, and be named in the conversion's report; only what is computed on writing may be missing. Variables that both
have must have the same values. Prints one line, or the differences and exits 1.
"""
import collections
import csv
import json
import pathlib
import re
import sys

csv.field_size_limit(1 << 30)
# Computed on writing, so that nothing is lost where the version has no variable for it.
DERIVED = re.compile(r"EPOCH|TAETORD|..LOBXFL|..(ST|EN)?DY")
# What an arm is called that was not assigned or not given is said otherwise before SDTMIG 3.3.
ARMS = {"ARMCD", "ARM", "ACTARMCD", "ACTARM", "ARMNRS"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def values(table, name):
    return collections.Counter((row.get("USUBJID", ""), row[name]) for row in table if row[name])


def main(newest, older, report):
    notes = json.dumps(json.loads(pathlib.Path(report).read_text(encoding="utf-8")))
    faults, lacking = [], 0
    for path in sorted(pathlib.Path(newest).glob("*.csv")):
        if path.name.startswith("supp") or path.name == "relrec.csv":
            continue
        new, old = rows(path), rows(pathlib.Path(older) / path.name)
        if len(new) != len(old):
            faults.append(f"{path.name}: {len(new)} rows, and {len(old)} in the older version")
            continue
        supplements = collections.defaultdict(collections.Counter)
        supp = pathlib.Path(older) / f"supp{path.name}"
        for row in rows(supp) if supp.exists() else []:
            supplements[row["QNAM"]][row["USUBJID"], row["QVAL"]] += 1
        for name in new[0]:
            wanted = values(new, name)
            if name in old[0]:
                if name not in ARMS and values(old, name) != wanted:
                    faults.append(f"{path.name}: {name} has other values")
            elif wanted and not DERIVED.fullmatch(name) and name not in ARMS:
                lacking += sum(wanted.values())
                if supplements[name] != wanted:
                    faults.append(f"{path.name}: not all values of {name} are in SUPP--")
                if f"has no {name}:" not in notes:
                    faults.append(f"{path.name}: the report does not say that the version lacks {name}")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"check-sdtmig: {lacking} values of variables that the older version lacks are in SUPP--, and reported")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
