#!/usr/bin/env python3
"""Holds the model study's SDTM datasets against its ODM exports.

    check-sample-sdtm.py ODM-FOLDER CSV-FOLDER

Reads ODM-FOLDER/site-*.xml (ODM 1.3.2 or 2.0, as `rialto sample` writes them), replays the transactions of the site that
exports so, and works out from the case report form alone what the datasets must say: every adverse event with its grade,
dates, codes and seriousness, every dose, every laboratory value in both units, responses, lesions, dispositions, deaths,
demography, ages, study days, visits, epochs. Nothing of mappings/ or of Rialto is read. Holds it against
CSV-FOLDER/*.csv (`rialto convert --sdtm-format csv`), row by row as multisets; prints the first differences of each
dataset and exits 1, or one line a dataset and exits 0.

Texts are held against each other in ASCII letters only, because --transliterate may have changed the others.
"""
import calendar
import collections
import csv
import datetime
import fractions
import glob
import os
import sys

from lxml import etree

csv.field_size_limit(1 << 30)
MONTHS = {m.upper(): i for i, m in enumerate(calendar.month_abbr) if m}
CUTOFF = "2019-07-19"
STUDY = "RIALTO-MODEL"


# --------------------------------------------------------------------------------------------------------------- reading

class Item:
    def __init__(self, value, null, unit):
        self.value, self.null, self.unit = value, null, unit


class Node(dict):
    """Children by (OID, repeat key), in the order of their first appearance; a group's items."""

    def __init__(self):
        super().__init__()
        self.items_ = {}
        self.site = None

    def child(self, key):
        return self.setdefault(key, Node())


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def apply(element, node, transaction, transactional):
    for child in element:
        name = local(child)
        kind = (child.get("TransactionType") or transaction) if transactional else None
        if name == "SiteRef":
            node.site = child.get("LocationOID")
        elif name == "ItemData":
            oid = child.get("ItemOID")
            if kind == "Remove":
                node.items_.pop(oid, None)
            elif kind != "Context":
                value = child.get("Value")
                if value is None:
                    values = [c.text or "" for c in child if local(c) == "Value"]
                    value = ",".join(values) if values else None
                unit = next((c.get("MeasurementUnitOID") for c in child if local(c) == "MeasurementUnitRef"), None)
                node.items_[oid] = Item(value, child.get("IsNull") == "Yes", unit)
        else:
            key = {
                "StudyEventData": (child.get("StudyEventOID"), child.get("StudyEventRepeatKey")),
                "FormData": (child.get("FormOID"), child.get("FormRepeatKey")),
                "ItemGroupData": (child.get("ItemGroupOID"), child.get("ItemGroupRepeatKey")),
            }.get(name)
            if key is None:
                continue
            if kind == "Remove":
                node.pop(key, None)
            else:
                apply(child, node.child(key), kind, transactional)


def read(folder):
    """Subjects by key, decodes by (code list, code), the code list and the single unit of each item."""
    subjects, decodes, lists, units, only = {}, {}, {}, {}, {}
    for path in sorted(glob.glob(os.path.join(folder, "site-*.xml"))):
        root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
        for element in root.iter("{*}CodeList"):
            for item in element.iter("{*}CodeListItem"):
                text = next((t.text for t in item.iter("{*}TranslatedText")), None)
                decodes[element.get("OID"), item.get("CodedValue")] = text
        for element in root.iter("{*}MeasurementUnit"):
            units[element.get("OID")] = next(element.iter("{*}TranslatedText")).text
        for element in root.iter("{*}ItemDef"):
            ref = next(element.iter("{*}CodeListRef"), None)
            if ref is not None:
                lists[element.get("OID")] = ref.get("CodeListOID")
            refs = [r.get("MeasurementUnitOID") for r in element.iterchildren("{*}MeasurementUnitRef")]
            if len(refs) == 1:
                only[element.get("OID")] = refs[0]
        transactional = root.get("FileType") == "Transactional"
        for data in root.iter("{*}ClinicalData"):
            for subject in data.iterchildren("{*}SubjectData"):
                key = subject.get("SubjectKey")
                kind = subject.get("TransactionType")
                if transactional and kind == "Remove":
                    subjects.pop(key, None)
                else:
                    apply(subject, subjects.setdefault(key, Node()), kind, transactional)
    return subjects, decodes, lists, units, only


# ---------------------------------------------------------------------------------------------------------------- values

def iso(text):
    """2018-03-07, 07 MAR 2018, UN MAR 2018, UN UNK 2018 as ISO 8601."""
    if text is None or text == "":
        return ""
    parts = text.split()
    if len(parts) == 3:
        day, month, year = parts
        if month == "UNK":
            return year
        month = f"{MONTHS[month]:02d}"
        return f"{year}-{month}" if day == "UN" else f"{year}-{month}-{int(day):02d}"
    return text


def when(date, time):
    return iso(date) + (f"T{time}" if date and time else "")


def number(text):
    """A number's canonical text; a text that is none as it is."""
    try:
        value = fractions.Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text
    return plain(value)


def plain(value):
    if value.denominator == 1:
        return str(value.numerator)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
        if digits > 20:
            return f"{float(value):.15g}"
    scaled = int(value * 10**digits)
    sign, scaled = ("-", -scaled) if scaled < 0 else ("", scaled)
    text = str(scaled).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def rounded(value, digits):
    return fractions.Fraction(round(value * 10**digits), 10**digits)


def letters(text):
    """Only what is plain ASCII can be compared after transliteration; a text with anything else counts as '*'."""
    text = (text or "").rstrip(" ")
    return text if text.isascii() else "*"


def day_of(text):
    return datetime.date.fromisoformat(text[:10]) if len(text) >= 10 else None


def study_day(text, reference):
    date, start = day_of(text), day_of(reference)
    if date is None or start is None:
        return ""
    days = (date - start).days
    return str(days + 1 if days >= 0 else days)


def age(birth, reference):
    born, at = day_of(birth), day_of(reference)
    if (at - born).days < 28:
        return (at - born).days, "DAYS"
    months = (at.year - born.year) * 12 + at.month - born.month - (at.day < born.day)
    return (months, "MONTHS") if months < 24 else (months // 12, "YEARS")


CHEMISTRY = {
    "ALT": ("U/L", {"U/L": 1}), "AST": ("U/L", {"U/L": 1}), "K": ("mmol/L", {"mmol/L": 1, "mEq/L": 1}),
    "CRP": ("mg/L", {"mg/L": 1}),
    # By molar mass: bilirubin 584.66 g/mol, creatinine 113.12 g/mol.
    "BILI": ("umol/L", {"umol/L": 1, "mg/dL": fractions.Fraction("10000") / fractions.Fraction("584.66")}),
    "CREAT": ("umol/L", {"umol/L": 1, "mg/dL": fractions.Fraction("10000") / fractions.Fraction("113.12")}),
}
COUNTS = {"HGB": ("g/L", {"g/L": 1, "g/dL": 10}), **{t: ("10^9/L", {"10^9/L": 1}) for t in ("WBC", "NEUT", "LYM", "PLAT")}}
VITALS = {
    "TEMP": "C", "SYSBP": "mmHg", "DIABP": "mmHg", "PULSE": "beats/min", "RESP": "breaths/min", "OXYSAT": "%",
    "WEIGHT": "kg", "HEIGHT": "cm",
}
REASONS = {
    "1": "COMPLETED", "2": "ADVERSE EVENT", "3": "DISEASE RELAPSE", "4": "LACK OF EFFICACY", "5": "DEATH",
    "6": "LOST TO FOLLOW-UP", "7": "WITHDRAWAL BY SUBJECT", "8": "WITHDRAWAL BY PARENT/GUARDIAN",
    "9": "PHYSICIAN DECISION", "99": "OTHER",
}
RACES = {"1": "WHITE", "2": "ASIAN", "3": "BLACK OR AFRICAN AMERICAN", "8": "OTHER", "9": "NOT REPORTED"}
ONGOING = {"Y": "ONGOING", "N": "BEFORE", "U": "UNKNOWN"}
ROUTES = {"IV": "INTRAVENOUS", "PO": "ORAL", "IT": "INTRATHECAL", "TD": "TRANSDERMAL"}
IMAGING = {"MRI": "MRI", "CT": "CT SCAN", "US": "ULTRASOUND"}
TRANSPLANT = "ALLOGENEIC STEM CELL TRANSPLANT"


def scaled(text, factor, digits):
    """A result in the standard unit: --STRESC and --STRESN."""
    sign = ""
    while text and text[0] in "<>=":
        sign, text = sign + text[0], text[1:]
    value = fractions.Fraction(text) * factor
    if factor != 1:
        value = rounded(value, digits)
    written = plain(value) if sign or factor != 1 else text
    return sign + number(written), "" if sign else plain(value)


# -------------------------------------------------------------------------------------------------------------- expecting

class Expectation:
    """What the datasets must hold."""

    def __init__(self, source):
        self.subjects, self.decodes, self.lists, self.units, self.only = source
        self.rows = collections.defaultdict(list)

    def add(self, dataset, **values):
        self.rows[dataset].append({k: "" if v is None else v for k, v in values.items()})

    def run(self):
        for key in sorted(self.subjects):
            Subject(self, self.subjects[key]).run()


class Subject:
    def __init__(self, out, node):
        self.out, self.node = out, node
        self.groups_ = []
        for event, forms in node.items():
            for form, groups in forms.items():
                for group, content in groups.items():
                    self.groups_.append((event, form, group, content.items_))
        enrolment = next(self.groups("IG.ENROL"))[1]
        self.id = f"{STUDY}-{self.value(enrolment, 'I.ENROL.SUBJID')}"
        self.enrolment = enrolment

    def groups(self, oid):
        for event, _, group, items in self.groups_:
            if group[0] == oid:
                yield event, items

    def value(self, items, oid):
        item = items.get(oid)
        return None if item is None or item.null or item.value in (None, "") else item.value.strip()

    def decode(self, items, oid):
        code = self.value(items, oid)
        return None if code is None else self.out.decodes[self.out.lists[oid], code]

    def unit(self, items, oid):
        item = items[oid]
        if item.unit:
            return self.out.units[item.unit]
        own = self.value(items, oid + ".UNIT")
        return own or self.out.units[self.out.only[oid]]

    def date(self, items, oid):
        return iso(self.value(items, oid))

    def day(self, text):
        return study_day(text, self.reference)

    def add(self, dataset, **values):
        self.out.add(dataset, USUBJID=self.id, **values)

    def run(self):
        self.infusions = list(self.groups("IG.INF"))
        given = [i for _, i in self.infusions if self.value(i, "I.INF.KIND") == "INF"]
        starts = [when(self.value(i, "I.INF.STDAT"), self.value(i, "I.INF.STTIM")) for i in given]
        ends = [when(self.value(i, "I.INF.ENDAT"), self.value(i, "I.INF.ENTIM")) for i in given]
        self.reference, self.last = min(starts), max(ends)
        self.elements = self.timeline()
        for work in (self.demography, self.exposure, self.events, self.medication, self.laboratory, self.vitals,
                     self.marrow, self.response, self.lesions, self.outcome, self.history, self.visits, self.comments):
            work()

    # Elements and epochs

    def timeline(self):
        elements = [("SCRN", "SCREENING", self.date(self.enrolment, "I.ENROL.ICDAT"))]
        for _, items in self.groups("IG.CYCLE"):
            kind, ordinal = self.value(items, "I.CYCLE.KIND"), self.value(items, "I.CYCLE.ORD")
            epoch = "INDUCTION TREATMENT" if kind == "IND" else "CONSOLIDATION TREATMENT"
            elements.append((kind + ordinal, epoch, self.date(items, "I.CYCLE.STDAT")))
        for _, items in self.groups("IG.DISP"):
            if self.value(items, "I.DISP.SCOPE") == "TRT":
                elements.append(("FUP", "FOLLOW-UP", self.date(items, "I.DISP.DAT")))
        elements.sort(key=lambda e: e[2])
        order = ["SCRN", "IND1", "IND2", "CON1", "CON2", "CON3", "FUP"]
        for index, (code, epoch, start) in enumerate(elements):
            end = elements[index + 1][2] if index + 1 < len(elements) else None
            row = dict(ETCD=code, EPOCH=epoch, TAETORD=str(order.index(code) + 1), SESTDTC=start, SESTDY=self.day(start))
            if end:
                row.update(SEENDTC=end)
            self.add("SE" if end else "SE:last", **row)
        return elements

    def epoch(self, text):
        """By a whole date alone; '?' when that leaves it open (partial dates, or after the last element's end)."""
        date = day_of(text)
        if date is None:
            return "?"
        found = ""
        for _, epoch, start in self.elements:
            if day_of(start) <= date:
                found = epoch
        return found

    # Domains

    def demography(self):
        dm = next(self.groups("IG.DM"))[1]
        races = [RACES[c] for c in (self.value(dm, "I.DM.RACE") or "").split(",") if c]
        birth = self.date(dm, "I.DM.BRTHDAT")
        years, unit = age(birth, self.reference)
        death = next((self.date(i, "I.DEATH.DAT") for _, i in self.groups("IG.DEATH")), "")
        self.add(
            "DM", SUBJID=self.value(self.enrolment, "I.ENROL.SUBJID"), SITEID=self.node.site.removeprefix("LOC."),
            SEX={"1": "M", "2": "F"}[self.value(dm, "I.DM.SEX")], BRTHDTC=birth, AGE=str(years), AGEU=unit,
            RACE=races[0] if len(races) == 1 else "MULTIPLE",
            ETHNIC={"H": "HISPANIC OR LATINO", "NH": "NOT HISPANIC OR LATINO", "NR": "NOT REPORTED", None: ""}[
                self.value(dm, "I.DM.ETHNIC")],
            COUNTRY=self.value(self.enrolment, "I.ENROL.COUNTRY"), RFICDTC=self.date(self.enrolment, "I.ENROL.ICDAT"),
            RFSTDTC=self.reference, RFXSTDTC=self.reference, RFENDTC=self.last, RFXENDTC=self.last, DTHDTC=death,
            DTHFL="Y" if death else "", ARMCD="BLIN", ACTARMCD="BLIN",
            INVNAM=letters(self.value(self.enrolment, "I.ENROL.INVNAM")))
        if len(races) > 1:
            for index, race in enumerate(races):
                self.add("SUPPDM", QNAM=f"RACE{index + 1}", QVAL=race)
        self.add("SUPPDM", QNAM="ASSENT", QVAL=self.value(self.enrolment, "I.ENROL.ASSENT"))
        other = self.value(dm, "I.DM.RACEOTH")
        if other:
            self.add("SUPPDM", QNAM="RACEOTH", QVAL=letters(other))
        for term, oid in (("INFORMED CONSENT OBTAINED", "I.ENROL.ICDAT"), ("ENTERED INTO TRIAL", "I.ENROL.ENRDAT")):
            self.disposition(term, term, "PROTOCOL MILESTONE", "", self.date(self.enrolment, oid))

    def disposition(self, term, code, category, subcategory, date):
        self.add("DS", DSTERM=letters(term), DSDECOD=code, DSCAT=category, DSSCAT=subcategory, DSSTDTC=date,
                 DSSTDY=self.day(date), EPOCH=self.epoch(date))

    def exposure(self):
        for _, items in self.infusions:
            start = when(self.value(items, "I.INF.STDAT"), self.value(items, "I.INF.STTIM"))
            end = when(self.value(items, "I.INF.ENDAT"), self.value(items, "I.INF.ENTIM"))
            treatment = self.value(items, "I.INF.TRT")
            reason = self.decode(items, "I.INF.REASON")
            days = (self.day(start), self.day(end))
            epoch = self.epoch(start)
            if self.value(items, "I.INF.KIND") == "INT":
                self.add("EC", ECTRT=treatment, ECOCCUR="N", ECDOSE="", ECDOSU="", ECROUTE="", ECSTDTC=start,
                         ECENDTC=end, ECREASOC=reason, ECADJ="", ECSTDY=days[0], ECENDY=days[1], EPOCH=epoch)
                continue
            dose = number(self.value(items, "I.INF.DOSE"))
            unit = self.unit(items, "I.INF.DOSE")
            route = ROUTES[self.value(items, "I.INF.ROUTE")]
            self.add("EC", ECTRT=treatment, ECOCCUR="Y", ECDOSE=dose, ECDOSU=unit, ECROUTE=route, ECSTDTC=start,
                     ECENDTC=end, ECREASOC="", ECADJ=reason, ECSTDY=days[0], ECENDY=days[1], EPOCH=epoch)
            self.add("EX", EXTRT=treatment, EXDOSE=dose, EXDOSU=unit, EXROUTE=route, EXSTDTC=start, EXENDTC=end,
                     EXSTDY=days[0], EXENDY=days[1], EPOCH=epoch)

    def events(self):
        for _, items in self.groups("IG.AE"):
            if self.value(items, "I.AE.YN") != "Y":
                continue
            criteria = (self.value(items, "I.AE.SERC") or "").split(",")
            start, end = self.date(items, "I.AE.STDAT"), self.date(items, "I.AE.ENDAT")
            ongoing = self.value(items, "I.AE.ONGO")
            self.add(
                "AE", AETERM=letters(self.value(items, "I.AE.TERM")), AEDECOD=self.value(items, "I.AE.CTCAE"),
                AEPTCD=self.value(items, "I.AE.CODE"), AEBODSYS=self.value(items, "I.AE.SOC"),
                AEBDSYCD=self.value(items, "I.AE.SOCCD"), AETOXGR=self.value(items, "I.AE.GRADE"),
                AESER=self.value(items, "I.AE.SER"), AEREL=self.value(items, "I.AE.REL"),
                AEACN={"0": "DOSE NOT CHANGED", "1": "DRUG INTERRUPTED", "2": "DOSE REDUCED", "3": "DRUG WITHDRAWN",
                       "8": "NOT APPLICABLE"}[self.value(items, "I.AE.ACT")],
                AEOUT={"1": "RECOVERED/RESOLVED", "2": "RECOVERING/RESOLVING", "3": "NOT RECOVERED/NOT RESOLVED",
                       "4": "RECOVERED/RESOLVED WITH SEQUELAE", "5": "FATAL", "9": "UNKNOWN"}[
                           self.value(items, "I.AE.OUT")],
                **{f"AES{name}": "Y" if code in criteria else "" for code, name in (
                    ("DTH", "DTH"), ("LIFE", "LIFE"), ("HOSP", "HOSP"), ("DISAB", "DISAB"), ("CONG", "CONG"),
                    ("MIE", "MIE"))},
                AESTDTC=start, AEENDTC=end, AESTDY=self.day(start), AEENDY=self.day(end), EPOCH=self.epoch(start),
                AEENRTPT=ONGOING[ongoing], AEENTPT=CUTOFF)
            interest = self.decode(items, "I.AE.EOI")
            if interest:
                self.add("SUPPAE", QNAM="AEEOI", QVAL=interest)

    def medication(self):
        for _, items in self.groups("IG.CM"):
            if self.value(items, "I.CM.YN") != "Y":
                continue
            dose = self.value(items, "I.CM.DOSE")
            try:
                fractions.Fraction(dose)
                numeric, text = number(dose), ""
            except ValueError:
                numeric, text = "", dose
            start, end = self.date(items, "I.CM.STDAT"), self.date(items, "I.CM.ENDAT")
            self.add(
                "CM", CMTRT=letters(self.value(items, "I.CM.TRT")), CMINDC=letters(self.value(items, "I.CM.INDC")),
                CMCAT="CONCOMITANT MEDICATION", CMOCCUR="", CMDOSE=numeric, CMDOSTXT=text,
                CMDOSU=self.value(items, "I.CM.U"), CMDOSFRQ=self.value(items, "I.CM.FREQ"),
                CMROUTE=ROUTES[self.value(items, "I.CM.ROUTE")], CMSTDTC=start, CMENDTC=end, CMSTDY=self.day(start),
                CMENDY=self.day(end), CMENRTPT=ONGOING[self.value(items, "I.CM.ONGO")], CMENTPT=CUTOFF)
        for _, items in self.groups("IG.PRIOR"):
            start, end = self.date(items, "I.PRIOR.STDAT"), self.date(items, "I.PRIOR.ENDAT")
            kind, therapy = self.value(items, "I.PRIOR.TYPE"), letters(self.value(items, "I.PRIOR.TRT"))
            if kind in ("CHEMO", "BLIN"):
                self.prior(therapy, start, end, "")
                self.add("SUPPCM", QNAM="BESTRESP", QVAL=self.decode(items, "I.PRIOR.RESP"))
            else:
                code = TRANSPLANT if kind == "HSCT" else "RADIOTHERAPY"
                self.procedure(therapy, code, "PRIOR THERAPY", "", start, end, "", "")
                self.add("SUPPPR", QNAM="BESTRESP", QVAL=self.decode(items, "I.PRIOR.RESP"))
        for _, items in self.groups("IG.PRSUM"):
            self.prior("BLINATUMOMAB", "", "", self.value(items, "I.PRSUM.BLIN"))
            for name, code, oid in (("Allogeneic transplantation", TRANSPLANT, "HSCT"),
                                    ("Radiotherapy", "RADIOTHERAPY", "RADIO")):
                self.procedure(name, code, "PRIOR THERAPY", self.value(items, f"I.PRSUM.{oid}"), "", "", "", "")

    def prior(self, treatment, start, end, occurrence):
        self.add("CM", CMTRT=treatment, CMINDC="", CMCAT="PRIOR THERAPY", CMOCCUR=occurrence, CMDOSE="", CMDOSTXT="",
                 CMDOSU="", CMDOSFRQ="", CMROUTE="", CMSTDTC=start, CMENDTC=end, CMSTDY=self.day(start),
                 CMENDY=self.day(end), CMENRTPT="", CMENTPT="")

    def procedure(self, treatment, code, category, occurrence, start, end, dose, unit):
        self.add("PR", PRTRT=treatment, PRDECOD=code, PRCAT=category, PROCCUR=occurrence, PRSTDTC=start, PRENDTC=end,
                 PRDOSE=dose, PRDOSU=unit, PRSTDY=self.day(start))

    def laboratory(self):
        for event, items in self.groups("IG.CBC"):
            if self.value(items, "I.CBC.DONE") == "N":
                self.finding("LB", event, "LBALL", LBCAT="HEMATOLOGY", LBSTAT="NOT DONE", date="",
                             LBREASND=letters(self.value(items, "I.CBC.REASND")))
                continue
            date = when(self.value(items, "I.CBC.DAT"), self.value(items, "I.CBC.TIM"))
            for test, (unit, factors) in COUNTS.items():
                oid = f"I.CBC.{test}"
                original = self.value(items, oid)
                if original is None:
                    continue
                own = self.unit(items, oid)
                low, high = self.value(items, oid + ".LO"), self.value(items, oid + ".HI")
                self.result("LB", event, test, date, original, own, unit, factors[own], 6, low, high,
                            LBCAT="HEMATOLOGY", LBSPEC="BLOOD")
            blasts = self.value(items, "I.CBC.BLAST")
            if blasts is not None:
                self.result("LB", event, "BLASTLE", date, blasts, "%", "%", 1, 6, None, None,
                            LBCAT="HEMATOLOGY", LBSPEC="BLOOD")
        for event, items in self.groups("IG.CHEM"):
            date = self.date(items, "I.CHEM.DAT")
            for test, (unit, factors) in CHEMISTRY.items():
                original = self.value(items, f"I.CHEM.{test}")
                if original is None:
                    continue
                own = self.value(items, f"I.CHEM.{test}.U")
                self.result("LB", event, test, date, original, own, unit, factors[own], 2, None,
                            self.value(items, f"I.CHEM.{test}.HI"), LBCAT="CHEMISTRY", LBSPEC="")
        for event, items in self.groups("IG.MRD"):
            own = {"FRAC": "fraction of 1", "PCT": "%"}[self.value(items, "I.MRD.U")]
            factor = {"fraction of 1": 1, "%": fractions.Fraction(1, 100)}[own]
            self.result("LB", event, "LEUKCE", self.date(items, "I.MRD.DAT"), self.value(items, "I.MRD.LEVEL"), own,
                        "fraction of 1", factor, 10, None, None, LBCAT="MINIMAL RESIDUAL DISEASE",
                        LBSPEC="BONE MARROW", LBLLOD=self.value(items, "I.MRD.SENS"), LBMETHOD="FLOW CYTOMETRY")

    COMMON = {
        "LB": ("LBCAT", "LBORRES", "LBORRESU", "LBSTRESC", "LBSTRESN", "LBSTRESU", "LBORNRLO", "LBORNRHI", "LBSTNRLO",
               "LBSTNRHI", "LBLLOD", "LBSTAT", "LBREASND", "LBSPEC", "LBMETHOD"),
        "VS": ("VSORRES", "VSORRESU", "VSSTRESC", "VSSTRESN", "VSSTRESU", "VSSTAT"),
        "MI": ("MIORRES", "MIORRESU", "MISTRESC", "MISTRESN", "MISTRESU", "MISTAT", "MIREASND", "MISPEC"),
        "RS": ("RSORRES", "RSSTRESC", "RSCAT", "RSEVAL"),
        "TR": ("TRORRES", "TRORRESU", "TRSTRESC", "TRSTRESN", "TRSTRESU", "TRLNKID", "TRMETHOD"),
        "TU": ("TUORRES", "TUSTRESC", "TULNKID", "TUMETHOD", "TULOC", "TULAT"),
        "SS": ("SSORRES", "SSSTRESC"), "FA": ("FAORRES", "FASTRESC", "FAOBJ"),
    }

    def finding(self, domain, event, test, date, visited=True, **values):
        row = {name: "" for name in self.COMMON[domain]}
        if domain == "LB" and test == "LBALL":
            row["LBSPEC"] = "BLOOD"
        row.update({k: "" if v is None else v for k, v in values.items()})
        row[domain + "TESTCD"] = test
        row[domain + "DTC"] = date
        row[domain + "DY"] = self.day(date)
        row["EPOCH"] = self.epoch(date) if date else ""
        if visited:
            row["VISITNUM"] = self.visit_number(event)
        self.add(domain, **row)

    def result(self, domain, event, test, date, original, own, unit, factor, digits, low, high, visited=True, **values):
        character, numeric = scaled(original, fractions.Fraction(factor), digits)
        limits = {}
        for name, limit in (("LO", low), ("HI", high)):
            if limit is not None:
                limits[f"{domain}ORNR{name}"] = limit
                limits[f"{domain}STNR{name}"] = scaled(limit, fractions.Fraction(factor), digits)[1]
        self.finding(
            domain, event, test, date, visited,
            **{domain + "ORRES": original, domain + "ORRESU": own, domain + "STRESC": character,
               domain + "STRESN": numeric, domain + "STRESU": unit}, **limits, **values)

    def visit_number(self, event):
        oid, key = event
        if oid == "SE.UNS":
            return "unplanned"
        if oid.startswith("SE.D"):
            return str(int(key) * 100 + int(oid[4:]))
        return {"SE.SCR": "1", "SE.EOT": "600", "SE.SURV": "800"}.get(oid) or str(700 + int(key))

    def vitals(self):
        for event, items in self.groups("IG.VS"):
            date = when(self.value(items, "I.VS.DAT"), self.value(items, "I.VS.TIM"))
            for test, unit in VITALS.items():
                item = items.get(f"I.VS.{test}")
                if item is not None and item.null:
                    self.finding("VS", event, test, date, VSSTAT="NOT DONE")
                elif self.value(items, f"I.VS.{test}") is not None:
                    self.result("VS", event, test, date, self.value(items, f"I.VS.{test}"), unit, unit, 1, 6, None, None)
        for event, items in self.groups("IG.CYCLE"):
            self.result("VS", event, "BSA", self.date(items, "I.CYCLE.STDAT"), self.value(items, "I.CYCLE.BSA"), "m2",
                        "m2", 1, 6, None, None)

    def marrow(self):
        for event, items in self.groups("IG.MARROW"):
            if self.value(items, "I.MARROW.DONE") == "N":
                self.finding("MI", event, "MIALL", "", MISTAT="NOT DONE", MISPEC="BONE MARROW",
                             MIREASND=letters(self.value(items, "I.MARROW.REASND")))
                continue
            date = self.date(items, "I.MARROW.DAT")
            self.result("MI", event, "BLASTCE", date, self.value(items, "I.MARROW.BLAST"), "%", "%", 1, 6, None, None,
                        MISPEC="BONE MARROW")
            text = self.decode(items, "I.MARROW.CELL")
            self.finding("MI", event, "CELLULAR", date, MIORRES=text, MISTRESC=text.upper(), MISPEC="BONE MARROW")

    def response(self):
        codes = {"CRH": "CRh", "CRI": "CRi"}
        for event, items in self.groups("IG.RESP"):
            for oid, test in (("RESP", "OVRLRESP"), ("MARROW", "BMRSTAT"), ("MRD", "MRDRESP"), ("CNS", "CNSSTAT"),
                              ("EML", "EMDRESP")):
                code = self.value(items, f"I.RESP.{oid}")
                if code is not None:
                    self.finding("RS", event, test, self.date(items, "I.RESP.DAT"),
                                 RSORRES=self.decode(items, f"I.RESP.{oid}"), RSSTRESC=codes.get(code, code),
                                 RSCAT="PROTOCOL DEFINED RESPONSE CRITERIA", RSEVAL="INVESTIGATOR")

    def lesions(self):
        for event, items in self.groups("IG.EML"):
            self.finding(
                "TU", event, "LESIDENT", self.date(items, "I.EML.DAT"), TUORRES="EXTRAMEDULLARY LESION",
                TUSTRESC="EXTRAMEDULLARY LESION", TULNKID=self.value(items, "I.EML.NUM"),
                TUMETHOD=IMAGING[self.value(items, "I.EML.METHOD")],
                TULOC={"TEST": "TESTIS", "LNOD": "LYMPH NODE", "SKIN": "SKIN", "KIDN": "KIDNEY", "MEDI": "MEDIASTINUM",
                       "BONE": "BONE"}[self.value(items, "I.EML.LOC")],
                TULAT={"L": "LEFT", "R": "RIGHT", None: ""}[self.value(items, "I.EML.LAT")])
        for event, items in self.groups("IG.EMLM"):
            where = dict(TRLNKID=self.value(items, "I.EMLM.NUM"), TRMETHOD=IMAGING[self.value(items, "I.EMLM.METHOD")])
            date = self.date(items, "I.EMLM.DAT")
            for test in ("LDIAM", "LPERP"):
                size = self.value(items, f"I.EMLM.{test}")
                if size is not None:
                    self.result("TR", event, test, date, size, "mm", "mm", 1, 6, None, None, **where)
            self.finding("TR", event, "TUMSTATE", date, TRORRES=self.decode(items, "I.EMLM.STATE"),
                         TRSTRESC={"PRES": "PRESENT", "ABS": "ABSENT"}[self.value(items, "I.EMLM.STATE")], **where)

    def outcome(self):
        relapse = "Relapse of B-cell precursor acute lymphoblastic leukaemia"
        for _, items in self.groups("IG.DISP"):
            code = self.value(items, "I.DISP.REASON")
            term = self.value(items, "I.DISP.SPEC") or self.decode(items, "I.DISP.REASON")
            scope = {"TRT": "STUDY TREATMENT", "STU": "STUDY PARTICIPATION"}[self.value(items, "I.DISP.SCOPE")]
            self.disposition(term, REASONS[code], "DISPOSITION EVENT", scope, self.date(items, "I.DISP.DAT"))
        for _, items in self.groups("IG.CYCLE"):
            code = {"COMP": "COMPLETED", "AE": "ADVERSE EVENT", "REL": "DISEASE RELAPSE", "DTH": "DEATH",
                    "HSCT": "OTHER", "DEC": "PHYSICIAN DECISION"}[self.value(items, "I.CYCLE.ENDRSN")]
            self.disposition(self.decode(items, "I.CYCLE.ENDRSN"), code, "DISPOSITION EVENT", "TREATMENT CYCLE",
                             self.date(items, "I.CYCLE.ENDAT"))
        for _, items in self.groups("IG.HSCT"):
            self.procedure(
                "Allogeneic haematopoietic stem cell transplantation", TRANSPLANT, "TRANSPLANTATION",
                self.value(items, "I.HSCT.YN"), self.date(items, "I.HSCT.DAT"), "",
                number(self.value(items, "I.HSCT.CELLS")), self.unit(items, "I.HSCT.CELLS"))
            for name, text in (("DONOR", self.decode(items, "I.HSCT.DONOR")),
                               ("CELLSRC", self.decode(items, "I.HSCT.SOURCE")),
                               ("CONDREG", letters(self.value(items, "I.HSCT.COND")))):
                self.add("SUPPPR", QNAM=name, QVAL=text)
            engrafted = self.date(items, "I.HSCT.ENGRAFT")
            if engrafted:
                self.add("CE", CETERM="Neutrophil engraftment", CEDECOD="NEUTROPHIL ENGRAFTMENT", CESTDTC=engrafted,
                         CESTDY=self.day(engrafted), EPOCH=self.epoch(engrafted))
        for event, items in self.groups("IG.RELAPSE"):
            date = self.date(items, "I.RELAPSE.DAT")
            self.add("CE", CETERM=relapse, CEDECOD="DISEASE RELAPSE", CESTDTC=date, CESTDY=self.day(date),
                     EPOCH=self.epoch(date))
            sites = [{"BM": "BONE MARROW", "CNS": "CENTRAL NERVOUS SYSTEM", "EM": "OTHER EXTRAMEDULLARY"}[c]
                     for c in self.value(items, "I.RELAPSE.SITE").split(",")]
            for index, site in enumerate(sites):
                self.add("SUPPCE", QNAM="RELSITE" + (str(index + 1) if len(sites) > 1 else ""), QVAL=site)
            state = {"POS": "POSITIVE", "NEG": "NEGATIVE"}[self.value(items, "I.RELAPSE.CD19")]
            self.finding("FA", event, "CD19", date, False, FAORRES=state.capitalize(), FASTRESC=state, FAOBJ=relapse)
            blasts = self.value(items, "I.RELAPSE.BLAST")
            if blasts is not None:
                self.result("MI", event, "BLASTCE", date, blasts, "%", "%", 1, 6, None, None, False,
                            MISPEC="BONE MARROW")
        for event, items in self.groups("IG.FU"):
            state = {"A": "ALIVE", "D": "DEAD", "U": "UNKNOWN"}[self.value(items, "I.FU.STATUS")]
            self.finding("SS", event, "SURVSTAT", self.date(items, "I.FU.DAT"), SSORRES=state.capitalize(),
                         SSSTRESC=state)
            for name, text in (("CONTREM", self.value(items, "I.FU.REMISSION")),
                               ("LASTASSD", self.date(items, "I.FU.ASSDAT")),
                               ("FURTHTX", letters(self.value(items, "I.FU.THERAPY")))):
                if text:
                    self.add("SUPPSS", QNAM=name, QVAL=text)
        for _, items in self.groups("IG.DEATH"):
            cause = self.decode(items, "I.DEATH.CAUSE")
            self.add("DD", DDTESTCD="PRCDTH", DDORRES=cause, DDSTRESC=cause)
            self.add("DD", DDTESTCD="AUTOPIND", DDORRES=self.decode(items, "I.DEATH.AUTOPSY"),
                     DDSTRESC=self.value(items, "I.DEATH.AUTOPSY"))

    def history(self):
        def add(term, category, **values):
            row = dict(MHPRESP="", MHOCCUR="", MHSTDTC="", MHENRTPT="", MHENTPT="")
            row.update(values)
            self.add("MH", MHTERM=letters(term), MHCAT=category, **row)

        dx = next(self.groups("IG.DXHIST"))[1]
        add("B-cell precursor acute lymphoblastic leukaemia", "PRIMARY DIAGNOSIS", MHSTDTC=self.date(dx, "I.DXHIST.DXDAT"))
        last = self.date(dx, "I.DXHIST.LRELDAT")
        if last:
            add("Relapse of B-cell precursor acute lymphoblastic leukaemia", "PRIMARY DIAGNOSIS", MHSTDTC=last)
        for term, oid in (("t(17;19) / TCF3-HLF", "T1719"), ("Constitutional trisomy 21", "TRI21"),
                          ("Extramedullary disease at enrolment", "EM")):
            answer = self.value(dx, f"I.DXHIST.{oid}")
            if answer:
                add(term, "DISEASE CHARACTERISTICS", MHPRESP="Y", MHOCCUR=answer)
        for name, text in (("DXSTATUS", self.decode(dx, "I.DXHIST.STATUS")), ("NRELAPSE", self.value(dx, "I.DXHIST.NREL")),
                           ("GENETICS", self.decode(dx, "I.DXHIST.GENET")), ("CNSSTAT", self.value(dx, "I.DXHIST.CNS"))):
            if text:
                self.add("SUPPMH", QNAM=name, QVAL=text)
        for _, items in self.groups("IG.MH"):
            if self.value(items, "I.MH.YN") == "Y":
                ongoing = self.value(items, "I.MH.ONGO")
                add(self.value(items, "I.MH.TERM"), "GENERAL MEDICAL HISTORY", MHSTDTC=self.date(items, "I.MH.STDAT"),
                    MHENRTPT=ONGOING[ongoing], MHENTPT="SCREENING")

    def visits(self):
        for event, items in self.groups("IG.VISIT"):
            date = self.date(items, "I.VISIT.DAT")
            planned = event[0] != "SE.UNS"
            self.add("SV", VISITNUM=self.visit_number(event), SVSTDTC=date, SVENDTC=date, SVSTDY=self.day(date),
                     SVPRESP="Y" if planned else "", SVOCCUR="Y" if planned else "",
                     SVREASOC=letters(self.value(items, "I.VISIT.REASND")))

    def comments(self):
        for _, items in self.groups("IG.COMMENT"):
            date = self.date(items, "I.COMMENT.DAT")
            self.add("CO", COVAL=letters(self.value(items, "I.COMMENT.TEXT")), CODTC=date, CODY=self.day(date))


# -------------------------------------------------------------------------------------------------------------- comparing

TEXTS = {"AETERM", "CMTRT", "CMINDC", "PRTRT", "DSTERM", "MHTERM", "COVAL", "INVNAM", "QVAL", "LBREASND", "MIREASND",
         "SVREASOC"}


def load(folder, dataset):
    path = os.path.join(folder, dataset.lower() + ".csv")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare(dataset, expected, folder, shown=5):
    found = load(folder, dataset)
    names = list(expected[0])
    if dataset.startswith("SUPP"):
        known = {row["QNAM"] for row in expected}
        found = [row for row in found if row["QNAM"] in known]

    def key(row, mine):
        values = []
        for name in names:
            value = row.get(name) or ""
            if name == "VISITNUM":
                value = number(value) if mine or "." not in value else "unplanned"
            elif name in TEXTS:
                value = value.rstrip(" ")
            elif name.endswith(("STRESC", "STRESN", "STNRLO", "STNRHI", "DOSE", "DY", "PTCD", "BDSYCD")) or name in (
                    "TAETORD", "AGE"):
                sign = value[:1] if value[:1] in "<>" else ""
                value = sign + number(value[len(sign):])
            values.append(value)
        return tuple(values)

    want = collections.Counter(key(row, True) for row in expected)
    have = collections.Counter(key(row, False) for row in found)
    # '*' stands for a text that was transliterated, '?' for an epoch that only Rialto's rules for partial dates decide.
    loose = [k for k in want if "*" in k or "?" in k]
    for wanted in loose:
        for _ in range(want[wanted]):
            match = next((k for k in have if have[k] > want.get(k, 0) and all(
                w in ("*", "?") or w == h for w, h in zip(wanted, k))), None)
            if match is None:
                break
            have[match] -= 1
            want[wanted] -= 1
    missing, extra = want - have, have - want
    if not missing and not extra:
        print(f"{dataset:7} {len(expected):6} rows agree ({', '.join(n for n in names if n != 'USUBJID')})")
        return True
    print(f"{dataset}: {sum(missing.values())} rows of the exports are not there, {sum(extra.values())} are there instead")
    for title, rows in (("  missing", missing), ("  instead", extra)):
        for row in sorted(rows)[:shown]:
            print(title, dict(zip(names, row)))
    return False


def check_links(folder):
    """Every row of SUPP-- and RELREC points at a row that is there, and they are sorted by their keys; related rows have in common what relates them."""
    rows, cache, problems, related = [], {}, [], collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "supp*.csv"))) + [os.path.join(folder, "relrec.csv")]:
        found = load(folder, os.path.basename(path)[:-4])
        # A character variable's values are in the order of their characters, whatever numbers they hold.
        keys = [[row.get(key, "") for key in ("STUDYID", "RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL", "QNAM", "RELID")]
                for row in found]
        if keys != sorted(keys):
            problems.append(f"{os.path.basename(path)} is not sorted by its keys")
        rows += [(os.path.basename(path), row) for row in found]
    for name, row in rows:
        domain = row["RDOMAIN"]
        if domain not in cache:
            cache[domain] = {(r["USUBJID"], r.get(domain + "SEQ", "")): r for r in load(folder, domain)}
        target = cache[domain].get((row["USUBJID"], row["IDVARVAL"] if domain != "DM" else ""))
        if target is None:
            problems.append(f"{name}: no row for {row}")
        elif "RELID" in row:
            related[row["USUBJID"], row["RELID"]].append((domain, target))
    for key, members in related.items():
        kinds = sorted({domain for domain, _ in members})
        common = {"TR,TU": lambda d, r: r[d + "LNKID"], "EC,EX": lambda d, r: r[d + "STDTC"],
                  "CE,FA": lambda d, r: r.get("FADTC") or r.get("CESTDTC"), "EC": lambda d, r: r["ECTRT"]}.get(",".join(kinds))
        if common is None or len(members) < 2:
            problems.append(f"RELREC {key}: relates {kinds}")
        elif len({common(d, r) for d, r in members}) != 1:
            problems.append(f"RELREC {key}: {kinds} have nothing in common")
        if kinds == ["EC"]:
            # An interruption and the interval that it interrupts.
            pauses = [r for _, r in members if r["ECOCCUR"] == "N"]
            wholes = [r for _, r in members if r["ECOCCUR"] == "Y"]
            if len(pauses) != 1 or len(wholes) != 1:
                problems.append(f"RELREC {key}: not one interruption and one interval")
            elif not wholes[0]["ECSTDTC"] < pauses[0]["ECSTDTC"] <= wholes[0]["ECENDTC"]:
                problems.append(f"RELREC {key}: the interruption is not within its interval")
    pauses = sum(r["ECOCCUR"] == "N" for r in load(folder, "EC"))
    found = sum({d for d, _ in m} == {"EC"} for m in related.values())
    if pauses != found:
        problems.append(f"RELREC: {found} of {pauses} interruptions have their interval")
    for text in problems[:5]:
        print(text)
    print(f"{len(rows)} rows of SUPP-- and RELREC, {len(related)} relations: {len(problems)} wrong")
    return not problems


def main():
    if len(sys.argv) != 3:
        print(__doc__.strip())
        return 2
    expectation = Expectation(read(sys.argv[1]))
    expectation.run()
    last = expectation.rows.pop("SE:last", [])
    agree = [compare(name, rows, sys.argv[2]) for name, rows in sorted(expectation.rows.items()) if name != "SE"]
    # The end of the last element is the end of participation, which study.yaml's rules find.
    elements = [{k: v for k, v in row.items() if k != "SEENDTC"} for row in expectation.rows["SE"]] + last
    agree.append(compare("SE", elements, sys.argv[2]))
    agree.append(check_links(sys.argv[2]))
    grades = collections.Counter(row["AETOXGR"] for row in expectation.rows["AE"])
    print("adverse events by grade:", ", ".join(f"{grade}: {grades[grade]}" for grade in sorted(grades)))
    return 0 if all(agree) else 1


if __name__ == "__main__":
    sys.exit(main())
