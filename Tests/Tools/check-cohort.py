#!/usr/bin/env python3
"""Recomputes the published numbers from the model study's ODM exports, with lxml alone.

Usage: check-cohort.py [--consistency-only] [FOLDER]        (default: samples/rialto)

Reads FOLDER/site-*.xml (ODM 1.3.2 or 2.0), replays transactions in document order, and prints a table: statement,
published, found. Also checks what must hold besides: every OID is defined, every code is in its list, every grade exists
for its CTCAE term, nothing is dated after a death or after the data cut-off, and what was derived on the case report
form agrees with what was measured. Exits with 1 when something does not. For samples of another size than 110 the numbers
are others by nature: --consistency-only leaves the table out.
"""
import calendar
import collections
import csv
import datetime
import decimal
import glob
import math
import os
import sys

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PUBLISHED = os.path.join(ROOT, "Tests", "Fixtures", "StudySample", "rialto-numbers.tsv")
TERMS = os.path.join(ROOT, "samples", "rialto", "terms.tsv")
CUTOFF = datetime.date(2019, 7, 19)
MONTH = 30.4375
Z = 1.959963984540054
MONTHS = {m.upper(): i for i, m in enumerate(calendar.month_abbr) if m}
NULL = object()
problems = []


def problem(text):
    problems.append(text)


# ---------------------------------------------------------------------------------------------------------------------
# Reading: metadata, and the records left after all transactions

class MetaData:
    def __init__(self):
        self.items, self.lists, self.groups, self.forms, self.events, self.names = {}, {}, set(), set(), set(), {}


class Node:
    """A subject, event, form or group: children by OID and repeat key; a group's items."""

    def __init__(self):
        self.children, self.items = {}, {}


def local(element):
    return etree.QName(element).localname


def read_metadata(element, into):
    for d in element.iter("{*}ItemDef"):
        ref = d.find("{*}CodeListRef")
        into.items[d.get("OID")] = ref.get("CodeListOID") if ref is not None else None
    for d in element.iter("{*}CodeList"):
        into.lists[d.get("OID")] = {c.get("CodedValue") for c in d.iter("{*}CodeListItem")}
    for d in element.iter("{*}ItemGroupDef"):
        (into.forms if d.get("Type") == "Form" else into.groups).add(d.get("OID"))
    for d in element.iter("{*}FormDef"):
        into.forms.add(d.get("OID"))
    for d in element.iter("{*}StudyEventDef"):
        into.events.add(d.get("OID"))


def item_value(element):
    if element.get("IsNull") == "Yes":
        return NULL
    if element.get("Value") is not None:
        return element.get("Value")
    child = element.find("{*}Value")
    return None if child is None else child.text or ""


class Export:
    def __init__(self, path, metadata, subjects):
        self.path, self.metadata, self.subjects, self.transactional = path, metadata, subjects, False
        for action, element in etree.iterparse(path, events=("start", "end"), huge_tree=True, resolve_entities=False):
            name = local(element)
            if action == "start":
                if name == "ODM":
                    self.transactional = element.get("FileType") == "Transactional"
                continue
            if name == "MetaDataVersion":
                read_metadata(element, metadata)
            elif name == "SubjectData":
                self.subject(element)
                element.clear()

    def step(self, children, key, transaction, what):
        """The node for a key under a transaction; None when it is removed."""
        exists = key in children
        if not self.transactional:
            if exists:
                problem(f"{self.path}: {what} twice")
            return children.setdefault(key, Node())
        if transaction == "Insert" and exists:
            problem(f"{self.path}: Insert of {what}, which exists")
        if transaction in ("Update", "Context", "Remove") and not exists:
            problem(f"{self.path}: {transaction} of {what}, which does not exist")
        if transaction == "Remove":
            children.pop(key, None)
            return None
        return children.setdefault(key, Node())

    def subject(self, element):
        key = element.get("SubjectKey")
        inherited = element.get("TransactionType")
        node = self.step(self.subjects, key, inherited, "subject")
        if node is None:
            return
        site = element.find("{*}SiteRef")
        if site is not None:
            node.site = site.get("LocationOID")
        self.below(element, node, inherited)

    def below(self, element, node, inherited):
        oids = {"StudyEventData": ("StudyEventOID", "StudyEventRepeatKey", self.metadata.events),
                "FormData": ("FormOID", "FormRepeatKey", self.metadata.forms),
                "ItemGroupData": ("ItemGroupOID", "ItemGroupRepeatKey", self.metadata.groups | self.metadata.forms)}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            transaction = child.get("TransactionType") or inherited
            if name in oids:
                oid_name, key_name, known = oids[name]
                oid = child.get(oid_name)
                if oid not in known:
                    problem(f"{self.path}:{child.sourceline}: {oid} is not defined")
                found = self.step(node.children, (oid, child.get(key_name)), transaction, oid)
                if found is not None:
                    self.below(child, found, transaction)
            elif name == "ItemData":
                self.item(child, node, transaction)

    def item(self, element, node, transaction):
        oid = element.get("ItemOID")
        if oid not in self.metadata.items:
            problem(f"{self.path}:{element.sourceline}: {oid} is not defined")
        if self.transactional:
            exists = oid in node.items
            if (transaction == "Insert" and exists) or (transaction in ("Update", "Remove") and not exists):
                problem(f"{self.path}:{element.sourceline}: {transaction} of {oid}")
            if transaction == "Remove":
                node.items.pop(oid, None)
                return
        elif oid in node.items:
            problem(f"{self.path}:{element.sourceline}: {oid} twice in a group")
        value = item_value(element)
        codes = self.metadata.lists.get(self.metadata.items.get(oid))
        if codes and isinstance(value, str) and value:
            for code in value.split(","):
                if code not in codes:
                    problem(f"{self.path}:{element.sourceline}: a code of {oid} is not in its list")
        node.items[oid] = value


def date(text):
    """(first day, last day) of a date that may be partial; None when there is none."""
    if text is NULL or not text:
        return None
    if " " in text:
        day, month, year = text.split()
        parts = [int(year), None if month == "UNK" else MONTHS[month], None if day == "UN" else int(day)]
    else:
        parts = [int(p) for p in text.split("-")] + [None, None]
    year, month, day = parts[:3]
    if day:
        exact = datetime.date(year, month, day)
        return exact, exact
    if month:
        return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def exact(text):
    span = date(text)
    assert span and span[0] == span[1], text
    return span[0]


class Patient:
    def __init__(self, key, node):
        self.key = key
        self.records = collections.defaultdict(list)
        for (event, event_key), e in node.children.items():
            for form in e.children.values():
                for (group, group_key), g in form.children.items():
                    # trailing blanks are typing, not content
                    items = {o: v.strip() if isinstance(v, str) else v for o, v in g.items.items()}
                    self.records[group].append((event, event_key, items))
        self.derive()

    def one(self, group, event=None):
        found = [i for e, _, i in self.records[group] if event in (None, e)]
        return found[0] if found else {}

    def derive(self):
        infusions = [i for _, _, i in self.records["IG.INF"] if i["I.INF.KIND"] == "INF"]
        self.doses = [int(i["I.INF.DOSE"]) for i in infusions]
        self.first = min(exact(i["I.INF.STDAT"]) for i in infusions)
        self.last_dose = max(exact(i["I.INF.ENDAT"]) for i in infusions)
        self.birth = exact(self.one("IG.DM")["I.DM.BRTHDAT"])
        self.consent = exact(self.one("IG.ENROL")["I.ENROL.ICDAT"])
        self.blasts = int(self.one("IG.MARROW", "SE.SCR")["I.MARROW.BLAST"])
        self.mrd = mrd(self.one("IG.MRD", "SE.SCR"))
        self.low = self.blasts < 5
        self.responses = []
        for event, cycle, r in self.records["IG.RESP"]:
            same = {g: next((i for e, c, i in self.records[g] if (e, c) == (event, cycle)), {})
                    for g in ("IG.MARROW", "IG.MRD", "IG.CBC")}
            self.responses.append((exact(r["I.RESP.DAT"]), int(cycle), r["I.RESP.RESP"], r["I.RESP.MRD"], same))
        self.responses.sort(key=lambda r: r[0])
        within = [r for r in self.responses if r[1] <= 2]
        self.check_responses()
        self.mrd_response = any(r[3] == "Y" for r in within)
        remission = [r for r in within if r[2] in ("CR", "CRH", "CRI")]
        # Patients below 5% blasts at baseline count as CR only with an MRD response.
        self.cr = bool(remission) and (not self.low or self.mrd_response)
        self.full = any(r[2] == "CR" for r in remission)
        self.evaluable = any(r[2] != "NE" for r in within)
        self.cr_date = remission[0][0] if self.cr else None
        relapse = self.one("IG.RELAPSE")
        self.relapse = exact(relapse["I.RELAPSE.DAT"]) if relapse else None
        self.cd19 = relapse.get("I.RELAPSE.CD19")
        death = self.one("IG.DEATH")
        self.death = exact(death["I.DEATH.DAT"]) if death else None
        alive = [exact(i["I.FU.DAT"]) for _, _, i in self.records["IG.FU"] if i["I.FU.STATUS"] == "A"]
        self.last_alive = self.death or max(alive)
        assessed = [exact(i["I.FU.ASSDAT"]) for _, _, i in self.records["IG.FU"]] + [r[0] for r in self.responses]
        self.last_assessed = max(assessed) if assessed else None
        hsct = self.one("IG.HSCT")
        self.hsct = exact(hsct["I.HSCT.DAT"]) if hsct.get("I.HSCT.YN") == "Y" else None
        self.off_study = next((i for _, _, i in self.records["IG.DISP"] if i["I.DISP.SCOPE"] == "STU"), None)
        self.events = [i for _, _, i in self.records["IG.AE"] if i["I.AE.YN"] == "Y"]
        self.emergent = [e for e in self.events if self.is_emergent(e)]
        self.check_dates()

    def is_emergent(self, event):
        """From the first dose to 30 days after the last; a partial date counts when its whole span lies within."""
        first, last = date(event["I.AE.STDAT"])
        return self.first <= first and last <= self.last_dose + datetime.timedelta(30)

    def check_responses(self):
        for day, cycle, response, mrd_answer, same in self.responses:
            if response == "NE":
                continue
            blasts = int(same["IG.MARROW"]["I.MARROW.BLAST"])
            level = mrd(same["IG.MRD"])
            neutrophils, platelets = float(same["IG.CBC"]["I.CBC.NEUT"]), float(same["IG.CBC"]["I.CBC.PLAT"])
            full = neutrophils > 1.0 and platelets > 100
            partial = neutrophils > 0.5 and platelets > 50
            if (response in ("CR", "CRH", "CRI")) != (blasts < 5):
                problem(f"{self.key}: a response and its marrow disagree")
            if response == "CR" and not full or response == "CRH" and (full or not partial) or (
                    response == "CRI" and partial):
                problem(f"{self.key}: a response and its blood count disagree")
            if (mrd_answer == "Y") != (level < decimal.Decimal("1e-4")):
                problem(f"{self.key}: an MRD response and its level disagree")

    def check_dates(self):
        diagnosis = date(self.one("IG.DXHIST")["I.DXHIST.DXDAT"])
        if diagnosis[1] < self.birth or diagnosis[0] > self.consent or self.consent > self.first:
            problem(f"{self.key}: birth, diagnosis, consent and first dose are out of order")
        for group, rows in self.records.items():
            for _, _, items in rows:
                for oid, value in items.items():
                    if not (oid.endswith("DAT")) or value is None or value is NULL or value == "":
                        continue
                    first, last = date(value)
                    if first > CUTOFF:
                        problem(f"{self.key}: {oid} after the cut-off")
                    if self.death and first > self.death:
                        problem(f"{self.key}: {oid} after death")


def mrd(items):
    """The level as a fraction; what is below a limit is half of it."""
    text = items.get("I.MRD.LEVEL")
    if not text:
        return None
    value = decimal.Decimal(text.lstrip("<"))
    if items["I.MRD.U"] == "PCT":
        value /= 100
    return value / 2 if text.startswith("<") else value


# ---------------------------------------------------------------------------------------------------------------------
# Statistics

def kaplan_meier(rows):
    """[(time, survival, lower, upper)] of (time, event) rows; Greenwood's variance, limits on log(-log S)."""
    curve, s, v = [], 1.0, 0.0
    for t in sorted({t for t, e in rows if e}):
        n = sum(1 for u, _ in rows if u >= t)
        d = sum(1 for u, e in rows if e and u == t)
        s *= 1 - d / n
        if s > 0:
            v += d / (n * (n - d))
            half = Z * math.sqrt(v) / abs(math.log(s))
            limits = s ** math.exp(half), s ** math.exp(-half)
        else:
            limits = 0.0, 0.0
        curve.append((t, s, *limits))
    return curve


def median(rows):
    """Median and Brookmeyer-Crowley limits; None where not evaluable."""
    curve = kaplan_meier(rows)

    def reach(column):
        return next((row[0] for row in curve if row[column] <= 0.5), None)

    return reach(1), reach(2), reach(3)


def one_decimal(x):
    return "NE" if x is None else str(decimal.Decimal(repr(x)).quantize(decimal.Decimal("0.1"), decimal.ROUND_HALF_UP))


def percent(n, of, digits=0):
    return (decimal.Decimal(100) * n / of).quantize(decimal.Decimal(1).scaleb(-digits), decimal.ROUND_HALF_UP)


# ---------------------------------------------------------------------------------------------------------------------

def numbers(patients):
    """Statement id -> (numerator, denominator) or text."""
    n = len(patients)
    high = [p for p in patients if not p.low]
    low = [p for p in patients if p.low]
    cr = [p for p in patients if p.cr]
    high_cr = [p for p in cr if not p.low]
    prior = [p for p in patients if p.one("IG.PRSUM")["I.PRSUM.BLIN"] == "Y"]
    t1719 = [p for p in patients if p.one("IG.DXHIST")["I.DXHIST.T1719"] == "Y"]
    trisomy = [p for p in patients if p.one("IG.DXHIST")["I.DXHIST.TRI21"] == "Y"]
    hsct = [p for p in cr if p.hsct]
    relapsed = [p for p in cr if p.relapse]

    def having(test, rows=patients):
        return sum(1 for p in rows if any(test(e) for e in p.emergent))

    def related(e):
        return e["I.AE.REL"] == "Y"

    def grade(e):
        return int(e["I.AE.GRADE"])

    def neuro(e):
        return e.get("I.AE.EOI") == "NEURO"

    def neuro3(term):
        return having(lambda e: neuro(e) and grade(e) == 3 and e["I.AE.CTCAE"] == term), n

    def crs(low_grade):
        return having(lambda e: e.get("I.AE.EOI") == "CRS" and grade(e) >= low_grade), n

    fatal = [p for p in patients if any(e["I.AE.OUT"] == "5" for e in p.emergent)]
    for p in patients:
        for e in p.events:
            dth = "DTH" in (e.get("I.AE.SERC") or "")
            if len({e["I.AE.OUT"] == "5", grade(e) == 5, dth}) != 1:
                problem(f"{p.key}: a fatal event's outcome, grade and criterion disagree")
            if (e["I.AE.SER"] == "Y") != bool(e.get("I.AE.SERC")):
                problem(f"{p.key}: seriousness and its criteria disagree")

    def finished(p):
        return p.off_study is not None and p.off_study["I.DISP.REASON"] == "1" and not p.death and not p.relapse

    def time(p, start, end):
        return ((end - start).days + 1) / MONTH

    os = [(time(p, p.first, p.last_alive), p.death is not None) for p in patients]
    rfs = []
    for p in cr:
        end = p.relapse or p.death
        rfs.append((time(p, p.cr_date, end or p.last_assessed), end is not None))
    after = [((p.last_alive - p.hsct).days, p.death is not None) for p in hsct]
    curve = [row for row in kaplan_meier(after) if row[0] <= 100]
    sets = [sum(1 for u, _ in after if u >= t) for t, *_ in curve]
    mortality = curve[-1] if curve else (0, 1, 1, 1)

    def limits(m):
        return f"{one_decimal(m[0])} ({one_decimal(m[1])}-{one_decimal(m[2])})"

    def follow_up(rows):
        return one_decimal(median([(t, not e) for t, e in rows])[0])

    def hundred(x):
        return one_decimal(100 * (1 - x))

    landmark_out = [p for p in cr if not p.hsct]
    counts = {
        "N01": (n, n), "N02": (sum(1 for p in low if p.mrd >= decimal.Decimal("1e-3")), n), "N03": (len(high), n),
        "N04": (sum(1 for p in patients if p.off_study is None), n),
        "N05": (having(lambda e: True), n), "N06": (having(lambda e: grade(e) >= 3), n),
        "N07": (having(related), n), "N08": (having(lambda e: related(e) and grade(e) >= 3), n),
        "N09": (having(lambda e: related(e) and e["I.AE.ACT"] == "3"), n),
        "N10": (having(lambda e: related(e) and e["I.AE.ACT"] == "1"), n), "N11": (len(fatal), n),
        "N12": (having(lambda e: e["I.AE.OUT"] == "5" and related(e), fatal), len(fatal)),
        "N13": (having(neuro), n), "N14": (having(lambda e: e["I.AE.CTCAE"] == "Headache"), n),
        "N15": (having(lambda e: neuro(e) and grade(e) == 3), n), "N15a": neuro3("Headache"),
        "N15b": neuro3("Depressed level of consciousness"), "N15c": neuro3("Seizure"),
        "N15d": neuro3("Trigeminal nerve disorder"), "N15e": neuro3("Agitation"),
        "N16": (having(lambda e: neuro(e) and grade(e) >= 4), n), "N17": crs(3), "N18": crs(4),
        "N19": (len(high_cr), len(high)), "N20": (sum(p.full for p in high_cr), len(high_cr)),
        "N21": (sum(p.mrd_response for p in high_cr), len(high_cr)),
        "N22": (sum(p.mrd_response for p in low), len(low)),
        "N23": (sum(p.mrd_response and p.full for p in low), len(low)),
        "N24": (sum(not p.evaluable for p in low), len(low)), "N25": (len(cr), n),
        "N26": (sum(p.mrd_response for p in cr), len(cr)), "N27": (sum(not p.mrd_response for p in cr), len(cr)),
        "N28": (len(prior), n), "N29": (sum(p.cr and p.full for p in prior), len(prior)),
        "N30": (sum(p.mrd_response for p in prior), len(prior)), "N31": (len(t1719), n), "N32": (len(trisomy), n),
        "N33": (sum(p.cr and p.mrd_response for p in trisomy), len(trisomy)), "N34": (len(hsct), len(cr)),
        "N36": (len(relapsed), len(cr)),
        "N37": (sum(1 for p in cr if p.death and not p.relapse), len(cr)),
        "N38": (sum(1 for p in relapsed if p.cd19 == "NEG"), len(relapsed)),
        "N43": (sum(1 for p in patients if p.blasts < 50), n),
    }
    worst = collections.Counter(max((grade(e) for e in p.emergent if neuro(e)), default=0) for p in patients)
    texts = {
        "N15 worst": (f"in {worst[3]} patients", "in 6 patients"),
        "N31 cured": (f"{sum(p.cr and p.mrd_response and finished(p) for p in t1719)} of {len(t1719)}", "2 of 2"),
        "N33 cured": (f"{sum(p.cr and p.mrd_response and finished(p) for p in trisomy)} of {len(trisomy)}", "2 of 4"),
        "N35": (f"{hundred(mortality[1])}% ({hundred(mortality[3])}-{hundred(mortality[2])})", "4.5% (1.2-17.0)"),
        "N35 deaths": (f"{sum(1 for t, e in after if e and t <= 100)} at risk sets {sets}", "2 at risk sets [44, 43]"),
        "N39": (limits(median(os)), "13.1 (10.2-21.3)"), "N40": (follow_up(os), "17.4"),
        "N41": (limits(median(rfs)), "8.5 (4.4-NE)"),
        "N41 events": (f"{sum(e for _, e in rfs)} of {len(rfs)}", "29 of 69"), "N42": (follow_up(rfs), "11.2"),
        "N44": (ages(patients), "all above 28 days and below 18 years"),
        "N45": (cycles(patients), "as the protocol says"),
        "N46": (cut(patients), "nothing after 2019-07-19"),
        "N47": (f"{len(hsct)} vs {len(landmark_out)}", "45 vs 24"),
        "N48": (f"{sum(p.mrd_response for p in cr)} vs {sum(not p.mrd_response for p in cr)}", "57 vs 12"),
    }
    return counts, texts


def ages(patients):
    def birthday(p, years):
        try:
            return p.birth.replace(year=p.birth.year + years)
        except ValueError:
            return p.birth.replace(year=p.birth.year + years, month=3, day=1)

    wrong = [p for p in patients if (p.consent - p.birth).days <= 28 or p.first >= birthday(p, 18)]
    return "all above 28 days and below 18 years" if not wrong else f"{len(wrong)} outside"


def cycles(patients):
    for p in patients:
        rows = sorted((i for _, _, i in p.records["IG.CYCLE"]), key=lambda i: int(i["I.CYCLE.NUM"]))
        kinds = [i["I.CYCLE.KIND"] for i in rows]
        if kinds.count("IND") > 2 or len(kinds) > 5 or kinds.count("CON") > 3 or kinds[0] != "IND":
            return f"{p.key}: cycles {kinds}"
        spans = [(exact(i["I.CYCLE.STDAT"]), exact(i["I.CYCLE.ENDAT"])) for i in rows]
        if any((e - s).days > 28 for s, e in spans):
            return f"{p.key}: an infusion longer than 28 days"
        if any((b[0] - a[1]).days < 14 for a, b in zip(spans, spans[1:])):
            return f"{p.key}: fewer than 14 free days"
        if any(d < 5 or d > 15 for d in p.doses):
            return f"{p.key}: a dose outside 5-15"
        visits = [exact(i["I.FU.DAT"]) for e, _, i in p.records["IG.FU"] if e == "SE.FU"]
        if any((v - p.first).days > 18 * MONTH + 14 for v in visits):
            return f"{p.key}: a follow-up visit after month 18"
    return "as the protocol says"


def cut(patients):
    late = [p for p in patients if p.last_alive > CUTOFF]
    return "nothing after 2019-07-19" if not late and not any("cut-off" in t for t in problems) else f"{len(late)} later"


def check_terms(patients):
    with open(TERMS, newline="", encoding="utf-8") as file:
        terms = {r["term"]: r for r in csv.DictReader(file, delimiter="\t")}
    for p in patients:
        for e in p.events:
            term = terms.get(e["I.AE.CTCAE"])
            if term is None or e["I.AE.GRADE"] not in term["grades"].split(","):
                problem(f"{p.key}: a grade that its CTCAE term does not have")
            elif (e.get("I.AE.EOI") or "") != term["interest"] or e["I.AE.CODE"] != term["code"]:
                problem(f"{p.key}: an event of interest or a code not as in terms.tsv")


def report_problems(prefix):
    for text in problems[:40]:
        print("PROBLEM:", text)
    print(f"{prefix}{len(problems)} problems")


def main():
    arguments = [a for a in sys.argv[1:] if a != "--consistency-only"]
    folder = arguments[0] if arguments else os.path.join(ROOT, "samples", "rialto")
    paths = sorted(glob.glob(os.path.join(folder, "site-*.xml")), key=lambda p: (not p.endswith("-metadata.xml"), p))
    if not paths:
        sys.exit(f"{folder}: no site-*.xml")
    metadata, subjects = MetaData(), {}
    for path in paths:
        Export(path, metadata, subjects)
    patients = []
    for key, node in sorted(subjects.items()):
        if any(group == "IG.INF" for e in node.children.values() for f in e.children.values() for group, _ in f.children):
            patients.append(Patient(key, node))
        else:
            problem(f"{key}: no infusion; every patient of the model study has one")
    check_terms(patients)
    counts, texts = numbers(patients)
    if len(arguments) < len(sys.argv) - 1:
        for name in ("N44", "N45", "N46"):
            if texts[name][0] != texts[name][1]:
                problem(f"{name}: {texts[name][0]}")
        report_problems(f"{len(patients)} patients, ")
        sys.exit(1 if problems else 0)
    failed = 0
    with open(PUBLISHED, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    print("%-11s %-70s %-24s %-24s" % ("id", "statement", "published", "found"))

    def line(key, statement, published, found, good):
        print("%-11s %-70s %-24s %-24s%s" % (key, statement.strip()[:70], published, found, "" if good else "  MISMATCH"))
        return 0 if good else 1

    for row in rows:
        key = row["id"]
        if key in counts:
            got, of = counts[key]
            fitting = [int(x) for x in row["integer_counts_that_fit"].split(",") if x.strip()] or (
                [int(row["numerator"].split()[0])])
            figure = row["percent"].strip("()%")
            digits = 1 if "." in figure else 0
            good = got in fitting and str(of) == row["denominator"] and percent(got, of, digits) == decimal.Decimal(figure)
            published = f"{row['numerator']} of {row['denominator']}, {row['percent']}"
            failed += line(key, row["statement"], published, f"{got} of {of}, {percent(got, of, digits)}%", good)
        for name, (found, published) in texts.items():
            if name.split()[0] == key:
                failed += line(name, row["statement"], published, found, found == published)
        if key not in counts and not any(name.split()[0] == key for name in texts):
            failed += line(key, row["statement"], "?", "not computed", False)
    report_problems(f"{len(patients)} patients, {len(rows)} rows, {failed} mismatches, ")
    sys.exit(1 if failed or problems else 0)


main()
