#!/usr/bin/env python3
"""Makes samples/rialto/cohort.tsv: the 110 invented courses of the model study.

Usage: make-cohort.py > samples/rialto/cohort.tsv

Deterministic: one fixed seed, no clock, no dictionary order. The counts are those of the published report
(Tests/Fixtures/StudySample/rialto-numbers.tsv), the survival times those of km-os.csv and km-rfs.csv beside it; how the
courses fit together is drawn. check-cohort.py is the judge of the result, on the exported ODM.

All days are study days (first dose = day 1, no day 0 in between: the day before is -1). Lists: records are separated by
';', their fields by '|'.
"""
import csv
import datetime
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIXTURES = os.path.join(ROOT, "Tests", "Fixtures", "StudySample")
SEED = 2187354
CUTOFF = datetime.date(2019, 7, 19)
MONTH = 30.4375
SITES = [("01", 31), ("02", 29), ("03", 26), ("04", 24)]

random_source = random.Random(SEED)
choice, randint, shuffle, sample = (
    random_source.choice, random_source.randint, random_source.shuffle, random_source.sample)


def chance(p):
    return random_source.random() < p


def days(months):
    return max(1, round(float(months) * MONTH))


def vector(name):
    with open(os.path.join(FIXTURES, name), newline="") as file:
        rows = [(days(r["months"]), r["event"] == "1") for r in csv.DictReader(file)]
    return sorted(d for d, e in rows if e), sorted(d for d, e in rows if not e)


def terms():
    with open(os.path.join(ROOT, "samples", "rialto", "terms.tsv"), newline="", encoding="utf-8") as file:
        return {r["term"]: [int(g) for g in r["grades"].split(",")] for r in csv.DictReader(file, delimiter="\t")}


GRADES = terms()


class Course:
    def __init__(self):
        self.cr = self.mrd = self.full = self.priorblin = self.low = self.unavailable = False
        self.genetics, self.trisomy = "NONE", False
        self.cr_day = self.rfs_end = self.hsct = self.relapse = None
        self.rfs_event = None  # "relapse" | "death" | None
        self.end = 0  # day of death or of last contact
        self.dead = False
        self.completed = False
        self.cycles, self.interruptions, self.assessments, self.events = [], [], [], []


# ---------------------------------------------------------------------------------------------------------------------
# Who has what: baseline and response groups

def groups():
    """58 + 40 patients with >=5% blasts, 11 + 1 below."""
    high_cr = [Course() for _ in range(58)]
    high_no = [Course() for _ in range(40)]
    low = [Course() for _ in range(12)]
    for c in low:
        c.low = True
    low[11].unavailable = True
    for i, c in enumerate(high_cr):
        c.cr, c.mrd, c.full = True, i < 46, False
    for i, c in enumerate(low[:11]):
        c.cr = c.mrd = True
        c.full = i < 3
    # full recovery: 39 of the 58; prior blinatumomab: 4 of 5 with full recovery, 3 of 5 with MRD response
    prior = [high_cr[0], high_cr[1], high_cr[2], high_cr[46]]
    for c in prior:
        c.priorblin = c.full = True
    high_no[0].priorblin = True
    rest = [c for c in high_cr if c not in prior]
    shuffle(rest)
    for c in rest[:35]:
        c.full = True
    # genetics: t(17;19) 2 of 2 and trisomy 21 2 of 4 completed the study in remission
    high_cr[3].genetics = high_cr[4].genetics = "T1719"
    for c in (high_cr[5], high_cr[6], high_cr[7], high_no[1]):
        c.trisomy = True
    for c in (high_cr[3], high_cr[4], high_cr[5], high_cr[6]):
        c.completed = True
    return high_cr, high_no, low


def survival(responders, others):
    """Joins the two survival vectors to the courses so that neither contradicts the other."""
    os_dead, os_alive = vector("km-os.csv")
    rfs_event, rfs_alive = vector("km-rfs.csv")
    # responders' fates: 40 censored, 6 deaths in remission, 23 relapses; MRD nonresponders mostly relapse
    must_live = [c for c in responders if c.completed]
    pool = [c for c in responders if not c.completed]
    shuffle(pool)
    pool.sort(key=lambda c: (c.mrd, 0 if c.trisomy else 1))
    nonresponders = [c for c in pool if not c.mrd]
    relapsing = [c for c in pool if c.trisomy] + nonresponders[:8]
    rest = [c for c in pool if c not in relapsing]
    shuffle(rest)
    while len(relapsing) < 23:
        relapsing.append(rest.pop())
    dying, living = rest[:6], rest[6:] + must_live

    def late():
        return randint(69, 76)

    def early():
        return randint(27, 32)

    # deaths in remission: the day of death must be one of the OS vector's
    while True:
        times = sample(range(4, len(rfs_event)), 4)
        chosen = [rfs_event[i] for i in times]
        hsct_deaths = sorted((rfs_event.index(days(3.6)), rfs_event.index(days(4.2))))
        if set(times) & set(hsct_deaths) or len({rfs_event[i] for i in times + hsct_deaths}) < 6:
            continue
        fits, taken = [], []
        for t in [rfs_event[i] for i in hsct_deaths] + chosen:
            found = [(cr, cr + t - 1) for cr in list(range(27, 33)) + list(range(69, 77))
                     if cr + t - 1 in os_dead and (cr + t - 1) not in taken]
            if not found:
                break
            pick = choice(found)
            fits.append((t, pick))
            taken.append(pick[1])
        if len(fits) == 6:
            break
    for c, (t, (cr, end)) in zip(dying, fits):
        c.cr_day, c.rfs_end, c.end, c.dead, c.rfs_event = cr, end, end, True, "death"
        rfs_event.remove(t)
        os_dead.remove(end)
    dying[0].hsct_death = dying[1].hsct_death = True

    # relapses: overall survival goes on beyond the relapse
    shuffle(relapsing)
    relapse_times = sorted(rfs_event, reverse=True)
    outcomes = [(d, True) for d in os_dead]
    shuffle(os_alive)
    spare = sorted(os_alive)[3:6] + sample(sorted(os_alive)[6:30], 3)
    for d in spare:
        os_alive.remove(d)
    outcomes += [(d, False) for d in spare[:4]]
    for c, t in zip(relapsing, relapse_times):
        c.cr_day = early() if chance(0.75) or t > days(8) else late()
        c.rfs_end = c.relapse = c.cr_day + t - 1
        c.rfs_event = "relapse"
        fitting = [o for o in outcomes if o[0] >= c.rfs_end + 12]
        low_half = sorted(fitting)[:max(1, 2 * len(fitting) // 3)]
        o = choice(low_half)
        outcomes.remove(o)
        c.end, c.dead = o
    outcomes += [(d, False) for d in spare[4:]]

    # censored responders: both vectors sorted, then swapped where nothing contradicts
    shuffle(living)
    alive, free = sorted(os_alive), sorted(rfs_alive)
    must = [c for c in living if c.completed]
    living = [c for c in living if not c.completed]
    order = living + must  # the completers take the longest follow-up
    pairs = list(zip(alive, free))
    for _ in range(4000):
        i, j = randint(0, len(pairs) - 1), randint(0, len(pairs) - 1)
        (a, x), (b, y) = pairs[i], pairs[j]
        if x + 34 <= b and y + 34 <= a:
            pairs[i], pairs[j] = (b, x), (a, y)
    pairs.sort(key=lambda p: (p[1] >= days(11) and p[0] >= 548, random_source.random()))
    for c, (end, free_time) in zip(order, pairs):
        c.cr_day = late() if end >= free_time + 80 and not c.completed and chance(0.2) else early()
        c.rfs_end, c.end, c.dead = c.cr_day + free_time - 1, end, False
        if c.rfs_end > c.end:
            c.cr_day, c.rfs_end = c.end - free_time + 1, c.end

    shuffle(outcomes)
    for c, (end, dead) in zip(others, outcomes):
        c.end, c.dead = end, dead
    assert len(outcomes) == len(others)
    return dying


def transplants(responders, dying):
    """45 transplants in remission; the first death comes when 44 are at risk, the second at 43."""
    first, second = dying[0], dying[1]
    first.hsct, second.hsct = first.end - 52, second.end - 80
    assert first.hsct > first.cr_day + 10 and second.hsct > second.cr_day + 10, (first.end, second.end)
    candidates = []
    for c in responders:
        if c in (first, second) or c.rfs_event == "death":
            continue
        room = c.rfs_end - c.cr_day
        if room < 40 or c.end - c.rfs_end < 0:
            continue
        latest = min(c.rfs_end - 8, c.cr_day + 110, c.end - 108)
        if latest >= c.cr_day + 24:
            candidates.append((c, latest))
    shuffle(candidates)
    candidates.sort(key=lambda e: e[0].completed)
    lost = min((c for c in responders if not c.dead and c.hsct is None and c.end - c.rfs_end < 400
                and c.rfs_event is None and c.rfs_end - c.cr_day > 50), key=lambda c: c.end)
    lost.hsct = lost.end - 31
    assert lost.hsct > lost.cr_day + 10
    lost.rfs_end = max(lost.rfs_end, lost.hsct + 1) if lost.rfs_end < lost.hsct else lost.rfs_end
    chosen = [e for e in candidates if e[0] is not lost][:42]
    assert len(chosen) == 42, len(chosen)
    for c, latest in chosen:
        c.hsct = randint(c.cr_day + 24, latest)


# ---------------------------------------------------------------------------------------------------------------------
# Cycles, doses, assessments

def treat(c):
    """Cycles of at most 28 days of infusion and at least 14 free days."""
    stop = c.end
    if c.relapse:
        stop = min(stop, c.relapse)
    if c.hsct:
        stop = min(stop, c.hsct - 6)
    late_cr = c.cr and c.cr_day > 60
    if c.cr:
        induction = 2 if late_cr else 1
        wanted = induction + (choice((0, 0, 1, 1, 2)) if c.hsct else choice((0, 1, 1, 2, 3, 3)))
    else:
        induction = wanted = 1 if c.unavailable or chance(0.45) else 2
    start, number = 1, 0
    while number < wanted and (start + 7 <= stop or number == 0):
        number += 1
        full = start + 28
        end, why = (full, "COMPLETED") if full <= stop else (stop, "")
        if why == "":
            why = ("DEATH" if c.dead and stop == c.end else "RELAPSE" if c.relapse == stop else
                   "HSCT" if c.hsct else "DECISION")
        kind = "IND" if number <= induction else "CON"
        c.cycles.append([kind, start, end, why])
        if why != "COMPLETED":
            break
        start = end + 14 + randint(0, 3)
        if late_cr and number == 1:
            start = min(start, c.cr_day - 27 if c.cr_day >= start + 27 else start)


def assess(c):
    """Marrow and MRD at screening, on day 15 and day 29 of each cycle: day, cycle, blasts %, MRD, response."""
    if c.unavailable:
        return
    for number, (kind, start, end, why) in enumerate(c.cycles, 1):
        day = start + 28 + randint(-1, 2)
        responding = c.cr and number >= (2 if c.cr_day > 60 else 1)
        if c.cr and number == (2 if c.cr_day > 60 else 1):
            day = c.cr_day
        if day > c.end or (c.relapse and day >= c.relapse) or (c.hsct and day >= c.hsct):
            if not (responding and day == c.cr_day):
                continue
        if c.cr and day > c.rfs_end:
            continue
        if responding:
            blasts = choice((0, 0, 1, 1, 2, 3, 4))
            mrd = "<1E-4" if c.mrd else "%d.%dE-%d" % (randint(1, 9), randint(0, 9), choice((3, 3, 4)))
            response = "CR" if c.full else choice(("CRH", "CRI")) if number == (2 if c.cr_day > 60 else 1) else "CRI"
        else:
            blasts = min(96, max(6, c.blasts + randint(-30, 12)))
            mrd = "%d.%dE-%d" % (randint(1, 9), randint(0, 9), choice((1, 2)))
            response = "PR" if blasts < 25 and c.blasts >= 50 else choice(("NR", "NR", "PD"))
        c.assessments.append([day, number, blasts, mrd, response])


# ---------------------------------------------------------------------------------------------------------------------
# Adverse events

MILD = ["Fever", "Fever", "Fever", "Vomiting", "Nausea", "Diarrhea", "Abdominal pain", "Constipation", "Cough",
        "Rash maculo-papular", "Pruritus", "Back pain", "Pain in extremity", "Anemia", "Platelet count decreased",
        "Neutrophil count decreased", "Alanine aminotransferase increased", "Aspartate aminotransferase increased",
        "GGT increased", "Hypokalemia", "Hypertension", "Hypotension", "Epistaxis", "Weight gain", "Chills", "Fatigue",
        "Mucositis oral", "Sinus tachycardia", "Hypoalbuminemia", "Alopecia", "Cytokine release syndrome",
        "White blood cell decreased"]
SEVERE = ["Anemia", "Neutrophil count decreased", "Platelet count decreased", "Febrile neutropenia",
          "White blood cell decreased", "Hypokalemia", "Alanine aminotransferase increased", "Sepsis", "Lung infection",
          "Device related infection", "Hypertension", "Lymphocyte count decreased", "Mucositis oral"]
SEVERE_RELATED = ["Neutrophil count decreased", "Febrile neutropenia", "Alanine aminotransferase increased",
                  "Platelet count decreased", "White blood cell decreased", "GGT increased", "Fever"]
FATAL = ["Sepsis", "Respiratory failure", "Multi-organ failure", "Lung infection", "Heart failure",
         "Gastric hemorrhage", "Cardiac arrest"]
NEURO = ["Tremor", "Somnolence", "Dizziness", "Confusion", "Ataxia", "Paresthesia", "Insomnia", "Dysarthria", "Agitation"]


def last_dose(c):
    return max(end for _, _, end, _ in c.cycles)


def event(c, term, grade, related=False, action="DOSE NOT CHANGED", start=None, end=None, outcome=None, criteria="",
          precision="D", before=False):
    assert grade in GRADES[term], (term, grade)
    window = min(last_dose(c) + 30, c.end)
    if start is None:
        start = randint(1, max(1, min(window, last_dose(c) + 20)))
    if end is None and outcome is None:
        end = start + randint(0, 12)
        outcome = "RECOVERED/RESOLVED"
        if end > c.end or chance(0.06):
            end, outcome = None, choice(("NOT RECOVERED/NOT RESOLVED", "RECOVERING/RESOLVING"))
    if grade >= 4 and not criteria:
        criteria = "HOSP,LIFE"
    if grade == 3 and not criteria and chance(0.45):
        criteria = "HOSP"
    if before:
        action = "NOT APPLICABLE"
    c.events.append([term, grade, start, "" if end is None else end, "Y" if related else "N", action, outcome, criteria,
                     precision])


def adverse_events(courses):
    long_enough = [c for c in courses if c.end >= 10]
    fatal_candidates = [c for c in courses if c.dead and c.end <= last_dose(c) + 55 and c.rfs_event != "relapse"
                        and not hasattr(c, "hsct_death")]
    shuffle(fatal_candidates)
    fatal = fatal_candidates[:9]
    assert len(fatal) == 9
    for c in fatal:
        c.fatal = True
    silent = choice([c for c in long_enough if c not in fatal and not c.completed])
    active = [c for c in courses if c is not silent]

    def draw(pool, number, start=()):
        start = list(start)
        rest = [c for c in pool if c not in start]
        shuffle(rest)
        return start + rest[:number - len(start)]

    related = draw([c for c in active if c.end >= 10], 81)
    severe = draw(active, 72, fatal + draw([c for c in related if c not in fatal], 29))
    related_severe = [c for c in severe if c in related and c not in fatal][:29]
    # whoever is severe and related but not among the 29 has the severe event unrelated
    first = draw(related_severe, 4)
    first += draw([c for c in severe if c.end >= 10 and c not in fatal and c not in first], 2)
    neuro = draw([c for c in active if c.end >= 10], 46, first)
    neuro_severe = [c for c in neuro if c in severe and c not in fatal][:6]
    headache = draw([c for c in neuro if c not in neuro_severe[2:]], 27, neuro_severe[:2])
    crs = draw([c for c in related_severe if c not in neuro_severe], 2)
    stopped = draw([c for c in related if c not in fatal and c not in crs and not c.hsct and c.cycles[-1][3] == "COMPLETED"
                    and c.end > last_dose(c) + 40], 4)
    interrupted = draw([c for c in related if c not in stopped and c not in fatal and c.cycles[0][2] == 29], 18)

    neuro_terms = ["Headache", "Headache", "Depressed level of consciousness", "Seizure", "Trigeminal nerve disorder",
                   "Agitation"]
    for c in active:
        window = min(last_dose(c) + 30, c.end)
        mild_related, severe_left = c in related, c in severe
        needs_related = c in related_severe
        for _ in range(randint(2, 7) if c.end >= 10 else 1):
            term = choice(MILD)
            grade = min(max(GRADES[term][0], choice((1, 1, 2))), 2)
            event(c, term, grade, related=mild_related and chance(0.35))
        if c in neuro_severe:
            term = neuro_terms[neuro_severe.index(c)]
            event(c, term, 3, related=needs_related)
            severe_left, needs_related = False, False
        if c in crs:
            start = randint(1, 4)
            event(c, "Cytokine release syndrome", 3 + crs.index(c), related=True, start=start, end=start + randint(2, 6),
                  outcome="RECOVERED/RESOLVED", criteria="HOSP" if crs.index(c) == 0 else "HOSP,LIFE",
                  action="DRUG INTERRUPTED" if c in interrupted else "DOSE NOT CHANGED")
            severe_left = needs_related = False
        if c in fatal:
            term = choice(FATAL)
            start = max(1, min(c.end - randint(0, 9), last_dose(c) + 30))
            event(c, term, 5, start=start, end=c.end, outcome="FATAL", criteria="DTH,HOSP",
                  action="DRUG WITHDRAWN" if start <= last_dose(c) else "NOT APPLICABLE")
            severe_left = False
        if c in headache and c not in neuro_severe:
            event(c, "Headache", choice((1, 1, 2)), related=mild_related and chance(0.4))
        elif c in neuro and c not in neuro_severe:
            event(c, choice(NEURO), choice((1, 1, 2)), related=mild_related and chance(0.5))
        if needs_related:
            term = choice(SEVERE_RELATED)
            event(c, term, choice([g for g in GRADES[term] if g in (3, 4)]), related=True)
            severe_left = False
        if severe_left or (c in severe and chance(0.5)):
            term = choice(SEVERE)
            event(c, term, choice([g for g in GRADES[term] if g in (3, 4)]))
        if c in stopped:
            cycle = c.cycles[-1]
            stop = randint(cycle[1] + 6, cycle[1] + 20)
            term = choice(("Alanine aminotransferase increased", "Fever", "Vomiting", "Rash maculo-papular"))
            event(c, term, 2, related=True, action="DRUG WITHDRAWN", start=stop - 1, end=stop + randint(4, 9),
                  outcome="RECOVERED/RESOLVED")
            c.stop_day = stop
        if c in interrupted:
            day = randint(3, 18)
            length = randint(1, 5)
            term = choice(("Fever", "Vomiting", "Alanine aminotransferase increased", "Hypotension", "Chills"))
            event(c, term, 2, related=True, action="DRUG INTERRUPTED", start=day, end=day + length,
                  outcome="RECOVERED/RESOLVED")
            c.interruptions.append([day, day + length, "AE"])
        if c in related and not any(e[4] == "Y" for e in c.events):
            event(c, choice(("Fever", "Cytokine release syndrome", "Chills")), 1, related=True)
    # a severe event before the first dose and one long after the last are not treatment-emergent
    mild_only = [c for c in active if c not in severe and c.end > last_dose(c) + 90]
    shuffle(mild_only)
    for c in mild_only[:4]:
        start = -randint(4, 9)
        event(c, choice(("Febrile neutropenia", "Anemia", "Hypokalemia")), 3, start=start, end=start + randint(1, 3),
              outcome="RECOVERED/RESOLVED", before=True)
    for c in mild_only[4:9]:
        event(c, choice(("Lung infection", "Anemia")), 3, start=randint(last_dose(c) + 40, last_dose(c) + 80), before=True)
    for c in mild_only[9:12]:
        event(c, "Headache", 3 if c not in neuro else 2, start=randint(last_dose(c) + 40, last_dose(c) + 80), before=True)
    # partial dates only where nothing hangs on them
    for c in active:
        plain = [e for e in c.events if e[1] <= 2 and e[4] == "N" and e[0] not in NEURO + ["Headache"] and e[2] > 0]
        if len(c.events) > 3 and len(plain) > 1 and chance(0.35):
            choice(plain)[8] = "M"
        c.events.sort(key=lambda e: (e[2], e[0]))
    for c in stopped:
        c.cycles[-1][2], c.cycles[-1][3] = c.stop_day, "ADVERSE EVENT"
        # no treatment after the event; a day-29 assessment of that cycle still takes place


# ---------------------------------------------------------------------------------------------------------------------

def studyday(day):
    """Study day to day offset from the first dose."""
    return day - 1 if day > 0 else day


def baseline(courses):
    for c in courses:
        c.blasts = randint(1, 4) if c.low else 0
        c.mrd0 = "%d.%dE-%d" % (randint(1, 9), randint(0, 9), choice((3, 2))) if c.low else "%d.%dE-1" % (
            randint(1, 9), randint(0, 9))
    high = [c for c in courses if not c.low]
    shuffle(high)
    for i, c in enumerate(high):
        c.blasts = randint(5, 49) if i < 55 else randint(50, 97)
    ages = [61, 158, 203, 251, 300, 341, 402, 530, 640, 700]
    order = list(courses)
    shuffle(order)
    for i, c in enumerate(order):
        c.age = ages[i] if i < len(ages) else int(min(17.95, max(2.01, random_source.triangular(2, 18, 8))) * 365.25)
        c.sex = "M" if chance(0.56) else "F"
        c.race = choice(("1", "1", "1", "1", "1", "1", "2", "3", "9", "1,3"))
        young = c.age < 450
        c.dx = -randint(40, min(400, c.age - 20)) if young else -randint(250, min(2600, c.age - 30))
        c.relapses = 0 if young and c.dx > -150 else choice((1, 1, 1, 2, 2, 3))
        c.prior_hsct = c.dx < -500 and c.relapses > 0 and chance(0.45)
        c.eml = choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3))
        if c.genetics == "NONE":
            c.genetics = choice(("NONE", "NONE", "NONE", "HYPERDIPLOID", "ETV6RUNX1", "KMT2A" if young else "NONE", "OTHER"))
        c.screen = -randint(4, 12)
        if c.screen < -(c.age - 30):
            c.screen = -4


def calendar(courses):
    """First dose dates: 32 patients are still on study at the cut-off."""
    alive = [c for c in courses if not c.dead]
    completed = [c for c in alive if c.completed]
    long_followed = [c for c in alive if c.end >= 548 and not c.completed and c.rfs_event != "relapse" and c.cr]
    shuffle(long_followed)
    for c in long_followed[:5]:
        c.completed = True
        completed.append(c)
    left = [c for c in alive if not c.completed]
    shuffle(left)
    left.sort(key=lambda c: c.end > 380)
    off = left[:14 - len(completed)]
    for c in off:
        c.study_end = choice(("LOST TO FOLLOW-UP", "WITHDRAWAL BY SUBJECT", "WITHDRAWAL BY PARENT/GUARDIAN"))
    for c in completed:
        c.study_end = "COMPLETED"
    for c in courses:
        if c.dead:
            c.study_end = "DEATH"
    assert sum(1 for c in courses if not hasattr(c, "study_end")) == 32
    opening = datetime.date(2014, 6, 16)
    for c in courses:
        latest = CUTOFF - datetime.timedelta(days=c.end - 1)
        if hasattr(c, "study_end"):
            c.first = opening + datetime.timedelta(days=randint(0, (latest - opening).days - 5))
        else:
            c.first = latest - datetime.timedelta(days=randint(0, 25))


def text(c, number, site):
    def records(rows):
        return ";".join("|".join(str(f) for f in r) for r in rows)

    end_treatment = c.cycles[-1][3]
    if end_treatment == "COMPLETED":
        if c.hsct:
            reason = "HSCT"
        elif not c.cr:
            reason = "LACK OF EFFICACY"
        else:
            reason = "COMPLETED"
    else:
        reason = {"DECISION": "PHYSICIAN DECISION"}.get(end_treatment, end_treatment)
    treatment_day = min(c.end, last_dose(c) + (0 if reason in ("DEATH", "ADVERSE EVENT", "RELAPSE") else 12))
    if c.relapse and treatment_day > c.relapse:
        treatment_day = c.relapse
    if reason == "HSCT":
        treatment_day = min(treatment_day, c.hsct)
    cause = ""
    if c.dead:
        cause = ("ADVERSE EVENT" if hasattr(c, "fatal") else
                 "DISEASE" if c.rfs_event != "death" else "TRANSPLANT RELATED" if c.hsct else "OTHER")
    study_day = c.end
    fields = dict(
        course="C%03d" % number, site=site, first_dose=c.first.isoformat(), screening=c.screen, sex=c.sex,
        age_days=c.age, race=c.race, diagnosis=c.dx, relapses=c.relapses,
        genetics=c.genetics, trisomy21="Y" if c.trisomy else "N", prior_blinatumomab="Y" if c.priorblin else "N",
        prior_hsct="Y" if c.prior_hsct else "N", blasts=c.blasts, mrd=c.mrd0, lesions=c.eml, cycles=records(c.cycles),
        interruptions=records(c.interruptions), assessments=records(c.assessments), hsct=c.hsct or "",
        relapse="" if not c.relapse else "%d|%s|%s" % (c.relapse, c.relapse_site, c.cd19), last_disease=c.rfs_end or c.end,
        death="" if not c.dead else "%d|%s" % (c.end, cause), last_contact=c.end,
        treatment_end="%d|%s" % (treatment_day, reason),
        study_end="%d|%s" % (study_day, c.study_end) if hasattr(c, "study_end") else "", events=records(c.events))
    return fields


def main():
    high_cr, high_no, low = groups()
    responders, others = high_cr + low[:11], high_no + low[11:]
    courses = responders + others
    baseline(courses)
    dying = survival(responders, others)
    transplants(responders, dying)
    for c in courses:
        treat(c)
        assess(c)
    adverse_events(courses)
    relapsed = [c for c in responders if c.relapse]
    shuffle(relapsed)
    for i, c in enumerate(relapsed):
        c.cd19 = "NEGATIVE" if i < 6 else "POSITIVE"
        c.relapse_site = choice(("MARROW", "MARROW", "MARROW", "CNS", "MARROW+EM", "EM"))
    calendar(courses)
    shuffle(courses)
    sites = [s for s, n in SITES for _ in range(n)]
    shuffle(sites)
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    for number, (c, site) in enumerate(zip(courses, sites), 1):
        fields = text(c, number, site)
        if number == 1:
            out.writerow(fields.keys())
        out.writerow(fields.values())


main()
