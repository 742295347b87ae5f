"""peer_python.py - does the work of a bench with libraries of Python, and says what it cost.

Questions and answers are those of peer_npm.mjs, one JSON object a line.
"""
import json
import re
import resource
import sys
import time
from datetime import datetime, timezone

absent = {}
peers = {}


def as_datetime(text, zone=None):
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def objects_of(file):
    with open(file, encoding="utf-8", newline="") as stream:
        return re.split(r"(?m)(?<=^END:VCALENDAR\r\n)", stream.read())[:-1]


try:
    import icalendar

    def parse(question):
        objects = objects_of(question["file"])
        return lambda: sum(len(icalendar.Calendar.from_ical(each).walk()) for each in objects)

    def write(question):
        calendars = [icalendar.Calendar.from_ical(each) for each in objects_of(question["file"])]
        return lambda: sum(len(each.to_ical()) for each in calendars)

    def keep(question):
        objects = objects_of(question["file"])
        return lambda: [icalendar.Calendar.from_ical(each) for each in objects]

    peers["python3-icalendar"] = {"index": parse, "typed": parse, "write": write, "keep": keep}
except ImportError as error:
    absent["python3-icalendar"] = str(error)

try:
    from dateutil import tz
    from dateutil.rrule import rrulestr

    def total(times, end):
        result = 0
        for each in times:
            if each >= end:
                break
            result += int(each.timestamp())
        return result

    def expand(question):
        zone = tz.gettz(question["tzid"]) if question["tzid"] else timezone.utc
        start, end = as_datetime(question["start"], zone), as_datetime(question["end"], zone)
        return lambda: total(rrulestr(question["rule"], dtstart=start), end)

    def window(question):
        start, first, last = (as_datetime(question[each], timezone.utc)
                              for each in ("start", "from", "to"))
        rule = rrulestr(question["rule"], dtstart=start)
        return lambda: total(rule.xafter(first, inc=True), last)

    peers["python3-dateutil"] = {"expand": expand, "window": window}
except ImportError as error:
    absent["python3-dateutil"] = str(error)

RUN_SECONDS = 0.02
prepared = {}


def peak_kilobytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def resident_kilobytes():
    with open("/proc/self/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s*(\d+)", status.read()).group(1))


def answer(question):
    if question["work"] == "peers":
        return {"absent": absent, "peers": {name: list(works) for name, works in peers.items()}}
    if question["work"] == "memory":
        keep = peers[question["peer"]]["keep"](question)
        before = resident_kilobytes()
        begin = time.process_time()
        kept = keep()
        return {"seconds": time.process_time() - begin, "answer": None if kept else 0,
                "kilobytes": peak_kilobytes() - before}
    key = json.dumps(question)
    work = prepared.get(key)
    if work is None:
        prepared.clear()
        prepared[key] = work = peers[question["peer"]][question["work"]](question)
    begin, runs, seconds = time.process_time(), 0, 0
    while seconds < RUN_SECONDS:
        found = work()
        runs += 1
        seconds = time.process_time() - begin
    return {"seconds": seconds / runs, "answer": found}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # whatever a library throws is the answer
        reply = {"error": str(error)}
    print(json.dumps(reply), flush=True)
