#!/usr/bin/env python3
"""NAME.read (a reading by hand, one line an entry) + NAME.txt -> NAME.json. Usage: readings.py FOLDER [NAME ...]

A .read file:

    title: the title as it stands in the text (or -)
    kind: town
    period: 2025-11-03 .. 2025-12-31          (either side may be - ; --MM-DD for a date without a year)
    requirements: leadership, inspection
    focus: authority @ words quoted from the text      (one a line, repeat the key)
    goal: awareness_rate >= 0.8 @ words                (value - for null)
    role: leader | 罗校长 @ words                        (title - for null)
    ob: deliverable | actor,actor | site,site | min_count | per | every | words     (- for empty or null; actors parted by ,)

`words` must stand in the text exactly; `words ##2` means their second occurrence. The same words may serve several entries.
"""
import json, pathlib, sys
D = "column knowledge_point banner poster leaflet screen broadcast media group_message sms event quiz survey letter visit app_install training transfer_reminder dissuasion case_collection pattern_study material coordination inspection reporting funding enforcement planning group_guard".split()
S = "village community residential_quarter entrance elevator household factory school classroom bank_outlet atm telecom_outlet government_office crossroads landmark plaza park station taxi bus shop market hotel hospital led_screen street online public_place".split()
PER = "site unit class person campaign period".split()
EV = "day week half_month month quarter half_year year once continuous".split()
K = "town school bank telecom police company county other".split()
R = "leadership accountability coordination budget inspection notice rectification commendation reporting".split()
F = "authority acquaintance service brushing investment loan credit_record shopping gaming dating military cyber_black account_theft sim_card other".split()
M = "awareness_rate coverage_rate install_rate case_count loss_amount solve_rate participation_rate satisfaction other_rate".split()
RO = "leader deputy member office office_head contact".split()

def nul(s): s = s.strip(); return None if s in ("-", "") else s
def lst(s): return [] if nul(s) is None else [x.strip() for x in s.replace("，", ",").split(",") if x.strip()]

def convert(path):
    text = path.with_suffix(".txt").read_text(encoding="utf-8"); bad = []
    plan = {"title": None, "kind": "other", "period": {"start": None, "end": None}, "goals": [], "roles": [], "duties": [], "focus": [], "obligations": [], "requirements": []}
    def span(words, n):
        words = words.strip(); k = 1
        if " ##" in words: words, k = words.rsplit(" ##", 1); k = int(k)
        at = -1
        for _ in range(k):
            at = text.find(words, at + 1)
            if at < 0: bad.append(f"line {n}: words not in the text: {words}"); return [0, 1]
        return [at, at + len(words)]
    def chk(v, allowed, n):
        for x in (v if isinstance(v, list) else [v]):
            if x is not None and x not in allowed: bad.append(f"line {n}: not in the list: {x}")
        return v
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"): continue
        key, _, rest = line.partition(":"); rest = rest.strip()
        try:
            if key == "title": plan["title"] = nul(rest)
            elif key == "kind": plan["kind"] = chk(rest, K, n)
            elif key == "period":
                a, b = rest.split(".."); plan["period"] = {"start": nul(a), "end": nul(b)}
            elif key == "requirements": plan["requirements"] = chk(lst(rest), R, n)
            elif key == "focus":
                t, w = rest.split("@", 1); plan["focus"].append({"type": chk(t.strip(), F, n), "span": span(w, n)})
            elif key == "goal":
                g, w = rest.split("@", 1); m, op, v = g.split(); v = nul(v)
                plan["goals"].append({"metric": chk(m, M, n), "op": chk(op, [">=", "<=", "=", "down", "up"], n), "value": None if v is None else float(v) if "." in v else int(v), "span": span(w, n)})
            elif key == "role":
                r, w = rest.split("@", 1); role, t = r.split("|"); plan["roles"].append({"role": chk(role.strip(), RO, n), "title": nul(t), "span": span(w, n)})
            elif key == "ob":
                d, a, s, c, p, e, w = [x.strip() for x in rest.split("|", 6)]
                c = nul(c)
                plan["obligations"].append({"deliverable": chk(d, D, n), "actors": lst(a), "sites": chk(lst(s), S, n), "min_count": None if c is None else int(c), "per": chk(nul(p), PER, n), "every": chk(nul(e), EV, n), "span": span(w, n)})
            else: bad.append(f"line {n}: unknown key {key}")
        except ValueError as err: bad.append(f"line {n}: {err}: {line}")
    first = {}
    for o in plan["obligations"]:
        for a in o["actors"]: first.setdefault(a, {"unit": a, "span": o["span"]})
    plan["duties"] = list(first.values())
    if bad: print(path.name, *bad, sep="\n  ")
    else: path.with_suffix(".json").write_text(json.dumps(plan, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"); print(path.stem, len(text), "signs,", len(plan["obligations"]), "obligations")
    return not bad

folder = pathlib.Path(sys.argv[1]); names = sys.argv[2:]
ok = [convert(p) for p in sorted(folder.glob("*.read")) if not names or p.stem in names]
sys.exit(0 if all(ok) else 1)
