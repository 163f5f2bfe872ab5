#!/usr/bin/env python3
"""Counts what ODM files hold, independently of Rialto: the judge of the reader's counts.

Prints one line a file, tab-separated: path, distinct (StudyOID, SubjectKey), ItemGroupData elements, ItemData elements
(typed or not); or the path and `not-well-formed` or `not-odm`. Elements are matched by local name, in ODM's namespaces
or in none.
"""

import sys
import xml.etree.ElementTree as ElementTree

TYPED = {
    "Any", "String", "Integer", "Float", "Double", "Date", "Time", "Datetime", "Boolean", "HexBinary", "Base64Binary",
    "HexFloat", "Base64Float", "PartialDate", "PartialTime", "PartialDatetime", "DurationDatetime", "IntervalDatetime",
    "IncompleteDatetime", "IncompleteDate", "IncompleteTime", "URI",
}
ITEMS = {"ItemData"} | {"ItemData" + name for name in TYPED}


def local(tag):
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return name if not namespace or namespace.startswith("http://www.cdisc.org/ns/odm/") else ""


def count(path):
    patients, groups, items, study, depth = set(), 0, 0, "", 0
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        if event == "end":
            depth -= 1
            element.clear()
            continue
        name = local(element.tag)
        if depth == 0 and name != "ODM":
            return ["not-odm"]
        depth += 1
        if name == "ClinicalData":
            study = element.get("StudyOID", "")
        elif name == "SubjectData":
            patients.add((study, element.get("SubjectKey", "")))
        elif name == "ItemGroupData":
            groups += 1
        elif name in ITEMS:
            items += 1
    return [str(len(patients)), str(groups), str(items)]


for path in sys.argv[1:]:
    try:
        row = count(path)
    except ElementTree.ParseError:
        row = ["not-well-formed"]
    print("\t".join([path] + row))
