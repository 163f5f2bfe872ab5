#!/usr/bin/env python3
"""Holds a conversion with a cut-off against one without: nothing is lost, and nothing is in both.

    check-cutoff.py WHOLE-FOLDER CUT-FOLDER CUTOFF

Both are `rialto convert --sdtm-format csv` of the same exports; only the second has a cut-off (YYYY-MM-DD). What was
collected stands either in CUT-FOLDER or in CUT-FOLDER.carry with the reason "cutoff", value by value and patient by
patient, as often as in WHOLE-FOLDER. No record in CUT-FOLDER begins after the cut-off, and nothing in its DM, SE and SV is
after it. Prints one line a dataset and exits 0, or the first differences and exits 1.
"""
import collections
import csv
import glob
import json
import os
import sys

csv.field_size_limit(1 << 30)
# Computed on writing, or the same in every row.
DERIVED = {"STUDYID", "DOMAIN", "USUBJID", "EPOCH", "TAETORD", "VISIT", "VISITDY", "AGE", "AGEU", "DTHFL", "RFSTDTC",
           "RFENDTC", "RFXSTDTC", "RFXENDTC", "RFPENDTC", "ARM", "ACTARM", "ARMCD", "ACTARMCD", "ARMNRS", "SUBJID", "SITEID",
           "COUNTRY", "INVID", "INVNAM", "RDOMAIN", "IDVAR", "IDVARVAL"}
ENDINGS = ("SEQ", "DY", "LOBXFL", "STRESC", "STRESN", "STRESU")


def is_collected(dataset, name):
    return name not in DERIVED and not (name.startswith(dataset) and name[len(dataset):].endswith(ENDINGS))


def same(value):
    """A number is the same however many zeros follow it."""
    try:
        return float(value)
    except ValueError:
        return value.rstrip(" ")


def package(folder):
    """Collected values by dataset, as often as they stand there; texts that go on in several variables count by their start."""
    found, rows, qualifiers = collections.defaultdict(collections.Counter), {}, collections.Counter()
    for path in glob.glob(os.path.join(folder, "*.csv")):
        dataset = os.path.basename(path)[:-4].upper()
        if dataset.startswith("SUPP"):
            with open(path, encoding="utf-8", newline="") as file:
                qualifiers.update((row["USUBJID"], same(row["QVAL"])) for row in csv.DictReader(file))
        if dataset == "SE" or dataset == "RELREC" or dataset.startswith("SUPP"):
            continue
        with open(path, encoding="utf-8", newline="") as file:
            rows[dataset] = list(csv.DictReader(file))
        for row in rows[dataset]:
            for name, value in row.items():
                if value and is_collected(dataset, name) and "USUBJID" in row:
                    found[dataset][row["USUBJID"], name, same(value)] += 1
    return found, rows, qualifiers


def carried(folder):
    found, lines, values, qualifiers = collections.defaultdict(collections.Counter), 0, 0, collections.Counter()
    for path in glob.glob(os.path.join(folder + ".carry", "*.ndjson")):
        with open(path, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                own = [v for v in entry.get("values", []) if v["reason"] == "cutoff"]
                beside = [v for v in entry.get("supplements", []) if v.get("reason") == "cutoff"]
                lines += bool(own or beside)
                values += len(own) + len(beside)
                for item in beside + [v for v in own if "variable" not in v]:
                    texts = item["value"] if isinstance(item["value"], list) else [item["value"]]
                    texts = [text.get("date", "") if isinstance(text, dict) else str(text) for text in texts]
                    qualifiers.update((entry["usubjid"], same(text)) for text in texts)
                for item in own:
                    value = item["value"]
                    if isinstance(value, dict):
                        value = value.get("date", "")
                    if isinstance(value, list):
                        value = value[0] if len(value) == 1 else "MULTIPLE"
                    name = item.get("variable", "")
                    dataset = entry.get("dataset", "")
                    if name and value != "" and is_collected(dataset, name):
                        found[dataset][entry["usubjid"], name, same(str(value))] += 1
    return found, lines, values, qualifiers


def main():
    if len(sys.argv) != 4:
        print(__doc__.strip())
        return 2
    whole_folder, cut_folder, cutoff = sys.argv[1:]
    whole, _, whole_supp = package(whole_folder)
    cut, rows, cut_supp = package(cut_folder)
    carry, lines, values, carried_supp = carried(cut_folder)
    good = True
    for dataset in sorted(set(whole) | set(cut) | set(carry)):
        both = cut[dataset] + carry[dataset]
        missing, extra = whole[dataset] - both, both - whole[dataset]
        if missing or extra:
            good = False
            print(f"{dataset}: {sum(missing.values())} values are lost, {sum(extra.values())} are there that were not")
            for title, found in (("  lost", missing), ("  new", extra)):
                for key in sorted(found, key=str)[:5]:
                    print(title, key)
        else:
            print(f"{dataset:5} {sum(cut[dataset].values()):7} values in the package, {sum(carry[dataset].values()):6} carried")
    lost = whole_supp - cut_supp - carried_supp
    print(f"SUPP-- {sum(cut_supp.values())} values in the package, {sum((whole_supp - cut_supp).values())} carried")
    for key in sorted(lost, key=str)[:5]:
        good = False
        print("  lost", key)
    for key in sorted(cut_supp - whole_supp, key=str)[:5]:
        good = False
        print("  new", key)
    for dataset, found in sorted(rows.items()):
        for row in found:
            start = row.get(dataset + "STDTC") or row.get(dataset + "DTC") or ""
            late = [start] if start else []
            if dataset == "DM":
                late = [v for n, v in row.items() if n.endswith("DTC") and v]
            if any(v > cutoff and not cutoff.startswith(v) and v[:10] != cutoff for v in late):
                good = False
                print(f"{dataset}: after the cut-off: {row}")
    died = {row["USUBJID"] for row in rows.get("DM", []) if row.get("DTHDTC")}
    for row in rows.get("DM", []):
        if row.get("DTHFL") and row["USUBJID"] not in died:
            good = False
            print(f"DM: DTHFL without a date of death: {row['USUBJID']}")
    print(f"{lines} lines and {values} values carried for the cut-off")
    return 0 if good and values else 1


if __name__ == "__main__":
    sys.exit(main())
