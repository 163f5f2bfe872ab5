#!/usr/bin/env python3
"""Compares `rialto inspect --format json` with independent counts: lxml for ODM, pyreadstat for transport files.

usage: check-inspect.py RIALTO FOLDER...

Every file below the folders is inspected alone. Files that lxml finds not well-formed, or whose root is not ODM, must
give exit code 3 and a located message. Exits 1 when anything differs.
"""

import json
import pathlib
import subprocess
import sys

import pyreadstat
from lxml import etree

PARSER = etree.XMLParser(huge_tree=True, no_network=True, load_dtd=False, resolve_entities=False)


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def expected_of_xml(path):
    """(patients, records, values), or None for what must be refused."""
    try:
        root = etree.parse(str(path), PARSER).getroot()
    except etree.XMLSyntaxError:
        return None
    if local(root) != "ODM":
        return None
    patients = set()
    records = values = 0
    for element in root.iter():
        name = local(element)
        if name == "SubjectData":
            patients.add((element.getparent().get("StudyOID"), element.get("SubjectKey")))
        elif name == "ItemGroupData":
            records += 1
        elif name.startswith("ItemData"):
            values += 1
    return len(patients), records, values


def expected_of_xpt(path):
    frame, _ = pyreadstat.read_xport(str(path))
    present = frame.map(lambda cell: cell is not None and cell == cell and cell != "")
    patients = frame["USUBJID"][frame["USUBJID"] != ""].nunique() if "USUBJID" in frame else 0
    return patients, len(frame), int(present.to_numpy().sum())


def main():
    rialto, folders = sys.argv[1], sys.argv[2:]
    checked = refused = 0
    faults = []
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.suffix.lower() not in (".xml", ".xpt"):
                continue
            expected = expected_of_xpt(path) if path.suffix.lower() == ".xpt" else expected_of_xml(path)
            run = subprocess.run([rialto, "inspect", "--format", "json", str(path)], capture_output=True, text=True)
            if expected is None:
                refused += 1
                if run.returncode != 3 or not run.stderr.startswith(str(path)):
                    faults.append(f"{path}: must be refused with a place; exit code {run.returncode}: {run.stderr}")
                continue
            checked += 1
            if run.returncode != 0:
                faults.append(f"{path}: exit code {run.returncode}: {run.stderr.strip()}")
                continue
            report = json.loads(run.stdout)
            found = report["patients"], report["records"], report["values"]
            if found != expected:
                faults.append(f"{path}: (patients, records, values) are {found}, and should be {expected}")
            elif sum(report["inputs"][0]["byKind"].values()) != report["records"]:
                faults.append(f"{path}: byKind does not add up to records")
    print(f"check-inspect: {checked} files counted, {refused} refused, {len(faults)} faults")
    if faults or checked == 0:
        sys.exit("\n".join(faults) or "check-inspect: no file to check")


main()
